import { adapterFailure } from "../call.ts";
import type { CallContext, PageRequest, ProviderPage } from "../contract.ts";
import { createDiagnostics } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { createDuplicateMemory } from "./duplicates.ts";
import { AudienceError } from "../errors.ts";
import { createGuard, isPage } from "./guard.ts";
import type { ProviderReport } from "./report.ts";
import type { LaneState } from "./token.ts";

export interface LaneSetup<Item> {
  readonly provider: string;
  readonly operation: string;
  readonly pageSize: number;
  /** Remember every key, or those of the last pages only. */
  readonly exact: boolean;
  readonly state: LaneState;
  readonly ask: (request: PageRequest, context: CallContext) => Promise<ProviderPage<Item>>;
  readonly context: CallContext;
  readonly onChange: () => void;
  readonly onDiagnostic?: ((diagnostic: Diagnostic) => void) | undefined;
}

/** One provider's list, read page by page, one page ahead, and never believed without proof. */
export interface Lane<Item> {
  readonly provider: string;
  readonly phase: "idle" | "asking" | "ready" | "closed";
  /** Asks for the next page, if there is one and it was not asked for yet. */
  ask(): void;
  /** Hands over the page that is ready, without what was delivered before. */
  take(): readonly Item[];
  /** So many more items of the page handed over last have reached the caller. */
  deliver(count: number): void;
  /** Whether items of the page handed over last have not reached the caller yet. */
  isBegun(): boolean;
  state(): LaneState;
  report(): ProviderReport;
}

interface Begun {
  readonly cursor: string | null;
  readonly pageSize: number;
  readonly length: number;
  readonly keys: readonly string[] | undefined;
  /** Keys of the page that were left out because they had been delivered before. */
  readonly repeated: readonly string[];
  /** How many items of the page an earlier run delivered. */
  readonly before: number;
  /** The counts without this page, for a token that has it read again. */
  readonly counts: Pick<LaneState, "pages" | "duplicates" | "refused">;
  /** The search for a cycle as it stood before the page's own cursor was followed. */
  readonly cycle: LaneState["cycle"];
  delivered: number;
}

export function createLane<Item>(setup: LaneSetup<Item>): Lane<Item> {
  const { provider, operation, state: from } = setup;
  const diagnostics = createDiagnostics(setup.onDiagnostic);
  const memory = createDuplicateMemory(setup.exact, from.recent);
  const guard = createGuard(from);
  let cursor = from.cursor;
  let pageSize = from.pageSize ?? setup.pageSize;
  let skip = from.skip;
  let phase: Lane<Item>["phase"] = from.status === "end" ? "closed" : "idle";
  let ended = from.status === "end";
  let error: AudienceError | null = null;
  let arrived: ProviderPage<Item> | undefined;
  let begun: Begun | undefined;
  let absent: readonly string[] | undefined;
  let { pages, items, requests, duplicates, refused, expected } = from;

  const context: CallContext = {
    ...setup.context,
    onRequest: (event) => {
      requests += 1;
      setup.context.onRequest?.(event);
    },
  };

  function fail(cause: unknown): void {
    phase = "closed";
    if (context.signal?.aborted === true) {
      return; // nobody asks any more, and the vendor has done nothing wrong
    }
    error = adapterFailure(cause, { provider, operation });
  }

  /** Leaves out what was delivered before, by this run or by an earlier one. */
  function sift(page: ProviderPage<Item>): {
    readonly fresh: readonly Item[];
    readonly begun: Begun;
  } {
    const counts = { pages, duplicates, refused };
    const base = { cursor, pageSize, cycle: guard.cycle(), counts, delivered: 0 };
    if (page.keys === undefined) {
      const fresh = skip > 0 ? page.items.slice(skip) : page.items;
      const before = page.items.length - fresh.length;
      return {
        fresh,
        begun: { ...base, length: fresh.length, keys: undefined, repeated: [], before },
      };
    }
    // Copied from the first repeat on: mostly there is none, and the page's own arrays serve.
    let copied: { readonly items: Item[]; readonly keys: string[] } | undefined;
    const repeated: string[] = [];
    let had = skip; // so many of those that are left out are no duplicates: they were delivered from this page
    let index = -1;
    for (const item of page.items) {
      index += 1;
      const key = page.keys[index] ?? "";
      const earlier = memory.wasDelivered(key);
      if (memory.add(key) && !earlier) {
        copied?.items.push(item);
        copied?.keys.push(key);
      } else {
        copied ??= { items: page.items.slice(0, index), keys: page.keys.slice(0, index) };
        if (!copied.keys.includes(key)) {
          repeated.push(key); // what comes twice on this page has not been delivered by that
        }
        const known = earlier && had > 0;
        had -= known ? 1 : 0;
        duplicates += known ? 0 : 1;
      }
    }
    const { items: fresh, keys } = copied ?? { items: page.items, keys: page.keys };
    return { fresh, begun: { ...base, length: fresh.length, keys, repeated, before: skip } };
  }

  function follow(page: ProviderPage<Item>, fresh: number): void {
    const verdict = guard.judge(page, fresh, pages);
    if (verdict.kind === "next") {
      [cursor, pageSize, skip] = [verdict.cursor, setup.pageSize, 0];
      phase = "idle";
    } else if (verdict.kind === "end") {
      ended = true;
      phase = "closed";
    } else {
      const message = `${provider}: ${operation} ${verdict.what}, so the rest of the list cannot be reached. Report it to the vendor; the token continues from here once it is mended.`;
      fail(new AudienceError("protocol", message, { provider, operation }));
    }
  }

  const lane: Lane<Item> = {
    provider,
    get phase() {
      return phase;
    },
    ask() {
      if (phase !== "idle") {
        return;
      }
      phase = "asking";
      const request = { cursor: cursor ?? undefined, pageSize };
      const answer = async (): Promise<void> => {
        try {
          const page = await setup.ask(request, context);
          if (!isPage(page)) {
            throw new TypeError(
              "A page needs items, a text of its own for each in keys if there are keys, more as true or false, and next as a text.",
            );
          }
          arrived = page;
          phase = "ready";
        } catch (cause) {
          fail(cause);
        }
        setup.onChange();
      };
      void answer();
    },
    take() {
      const page = arrived;
      if (page === undefined) {
        return [];
      }
      arrived = undefined;
      memory.push([...(begun?.repeated ?? []), ...(begun?.keys ?? [])]);
      const sifted = sift(page);
      ({ begun } = sifted);
      memory.turn();
      pages += 1;
      refused += page.refused ?? 0;
      expected ??= page.total ?? null;
      if (page.missing !== undefined) {
        const { missing } = page;
        absent = absent?.filter((field) => missing.includes(field)) ?? missing;
      }
      for (const { code, path, message } of page.notes ?? []) {
        diagnostics.note(code, path, message);
      }
      follow(page, sifted.fresh.length);
      return sifted.fresh;
    },
    deliver(count) {
      items += count;
      if (begun !== undefined) {
        begun.delivered += count;
      }
    },
    isBegun: () => begun !== undefined && begun.delivered < begun.length,
    state() {
      const counts = { items, requests, duplicates, refused, expected };
      const unfinished = begun !== undefined && begun.delivered < begun.length;
      // A page whose successor is unknown is asked for again, and what it had delivered is left out.
      const stuck = error !== null && begun !== undefined && begun.cursor === cursor;
      if (begun !== undefined && (unfinished || stuck)) {
        const keys = begun.keys?.slice(0, begun.delivered) ?? [];
        return {
          status: error === null ? "open" : "failed",
          cursor: begun.cursor,
          pageSize: begun.pageSize,
          skip: begun.before + begun.delivered,
          recent: memory.recent([...begun.repeated, ...keys]),
          ...counts,
          ...begun.counts,
          cycle: stuck ? guard.cycle() : begun.cycle,
        };
      }
      const status = error === null ? (ended ? "end" : "open") : "failed";
      const recent = ended
        ? ""
        : memory.recent([...(begun?.repeated ?? []), ...(begun?.keys ?? [])]);
      const untouched = begun === undefined;
      return {
        status,
        cursor,
        recent,
        ...counts,
        pages,
        cycle: guard.cycle(),
        pageSize: untouched ? from.pageSize : null,
        skip: untouched ? from.skip : 0,
      };
    },
    report() {
      const seen = items + refused;
      const open = lane.isBegun() || !ended;
      const noticed = [...diagnostics.list()];
      if (duplicates > 0) {
        const message = "came again on a later page and was left out";
        noticed.push({ code: "duplicates", path: "id", message, count: duplicates });
      }
      // A listing that began elsewhere may have had them on the pages that were read there.
      for (const field of !open && from.pages === 0 ? (absent ?? []) : []) {
        noticed.push({ code: "missing_field", path: field, message: "is on no record", count: 1 });
      }
      if (!open && expected !== null && expected !== seen) {
        const message = `the vendor announced ${expected}, and ${seen} came`;
        noticed.push({ code: "count_mismatch", path: "count", message, count: 1 });
      }
      return {
        status: error !== null ? "failed" : open ? "more" : "end",
        pages,
        items,
        expected,
        requests,
        duplicates,
        refused,
        error,
        diagnostics: noticed,
      };
    },
  };
  return lane;
}
