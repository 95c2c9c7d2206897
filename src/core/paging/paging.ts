import { adapterFailure } from "../call.ts";
import type { CallContext } from "../call-context.ts";
import type { PageRequest, ProviderPage } from "../contract.ts";
import { createDiagnostics } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { createDuplicateMemory } from "./duplicates.ts";
import { failedCall } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import { createGuard, isPage } from "./guard.ts";
import { laneReport } from "./report.ts";
import type { ProviderReport } from "./report.ts";
import { sift } from "./sift.ts";
import type { Sifted } from "./sift.ts";
import type { LaneState } from "./lane-state.ts";

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

/** The page that was handed over last. */
interface Begun extends Pick<Sifted<unknown>, "keys" | "repeated" | "before"> {
  readonly cursor: string | null;
  readonly pageSize: number;
  readonly length: number;
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

  function follow(page: ProviderPage<Item>, fresh: number): void {
    const verdict = guard.judge(page, fresh, pages);
    if (verdict.kind === "next") {
      [cursor, pageSize, skip] = [verdict.cursor, setup.pageSize, 0];
      phase = "idle";
    } else if (verdict.kind === "end") {
      ended = true;
      phase = "closed";
    } else {
      const words = `${verdict.what}, so the rest of the list cannot be reached. Report it to the vendor; the token continues from here once it is mended.`;
      fail(failedCall("protocol", setup.context, words));
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
      memory.push(begun?.repeated ?? []);
      memory.push(begun?.keys ?? []);
      const { fresh, duplicates: again, ...sifted } = sift(page, skip, memory);
      const counts = { pages, duplicates, refused };
      const cycle = guard.cycle();
      begun = { ...sifted, cursor, pageSize, length: fresh.length, counts, cycle, delivered: 0 };
      memory.turn();
      duplicates += again;
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
      follow(page, fresh.length);
      return fresh;
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
      const open = lane.isBegun() || !ended;
      const counts = { pages, items, expected, requests, duplicates, refused };
      // A listing that began elsewhere may have had them on the pages that were read there.
      const missing = from.pages === 0 ? absent : undefined;
      return laneReport({ ...counts, open, error, missing, noticed: diagnostics.list() });
    },
  };
  return lane;
}
