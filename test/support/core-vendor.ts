import type {
  Adapter,
  AudienceRecord,
  CallContext,
  PageRequest,
  ProviderPage,
} from "../../src/core/adapter.ts";

/** A page as a test writes it: the ids of its items, and whatever else the vendor says or withholds. */
export interface ScriptedPage {
  readonly ids: readonly string[];
  /** What the vendor's flag says. @default whether a step follows */
  readonly more?: boolean;
  /** The vendor's cursor. @default `c1` behind the first page, `c2` behind the second, … */
  readonly next?: string | undefined;
  readonly total?: number;
  readonly refused?: number;
}

/** What happens when a page is asked for: it is given, or something is thrown. */
export type Step = readonly string[] | ScriptedPage | Error;

/** One call that was made to a vendor. */
export interface Call {
  readonly cursor: string | undefined;
  readonly pageSize: number;
  readonly signal: AbortSignal | undefined;
}

export type VendorAdapter = Required<
  Pick<Adapter<{ readonly id: string }>, "vendor" | "maxPageSize" | "list">
>;

/** An adapter that keeps a record of what it was asked. */
export interface Vendor extends VendorAdapter {
  readonly calls: readonly Call[];
  /** The cursors that were asked for; `null` = the first page. */
  readonly cursors: () => readonly (string | null)[];
}

/** A vendor whose pages a test can change, as one that is mended. */
export interface ScriptedVendor extends Vendor {
  readonly steps: Step[];
}

export function recordOf(id: string): AudienceRecord<{ readonly id: string }> {
  return {
    id,
    name: `Name of ${id}`,
    description: null,
    status: "ready",
    vendorStatus: null,
    size: null,
    matched: null,
    progress: null,
    error: null,
    createdAt: null,
    updatedAt: null,
    raw: { id },
  };
}

/** `ids("a", 3)` = a1, a2, a3. */
export function ids(prefix: string, count: number, first = 1): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
}

export type Answer = Pick<ScriptedPage, "ids" | "total" | "refused"> & {
  readonly more: boolean;
  readonly next: string | undefined;
};

/** A vendor by a function from what is asked to what is answered, which tells of each request as HTTP does. */
export function vendorOf(
  answer: (request: PageRequest, call: number) => Answer | Promise<Answer>,
  maxPageSize = 100,
): Vendor {
  const calls: Call[] = [];
  return {
    vendor: "acme",
    maxPageSize,
    calls,
    cursors: () => calls.map(({ cursor }) => cursor ?? null),
    async list(request, context): Promise<ProviderPage<AudienceRecord<{ readonly id: string }>>> {
      calls.push({ ...request, signal: context.signal });
      try {
        const { ids: given, ...page } = await answer(request, calls.length);
        return { ...page, items: given.map(recordOf) };
      } finally {
        tell(context);
      }
    },
  };
}

function tell({ provider, operation, onRequest }: CallContext): void {
  const url = `https://api.acme.test/${operation}`;
  const answered = { attempt: 1, status: 200, duration: 1, requestId: null };
  onRequest?.({ provider, operation, method: "GET", url, ...answered });
}

function pageOf(step: readonly string[] | ScriptedPage, index: number, length: number): Answer {
  const page: ScriptedPage = "ids" in step ? step : { ids: step };
  const more = page.more ?? index + 1 < length;
  return { ...page, more, next: "next" in page ? page.next : more ? `c${index + 1}` : undefined };
}

/** A vendor with these pages; the cursor of the first is none, of the others `c1`, `c2`, … */
export function scripted(...given: readonly Step[]): ScriptedVendor {
  const steps = [...given];
  const vendor = vendorOf(({ cursor }) => {
    const index = cursor === undefined ? 0 : Number(/^c(\d+)$/.exec(cursor)?.[1]);
    const step = steps[index];
    if (step === undefined || step instanceof Error) {
      throw step ?? new Error(`There is no page at ${cursor}.`);
    }
    return pageOf(step, index, steps.length);
  });
  return { ...vendor, steps };
}

/** A list that others change while it is read. */
export interface LiveVendor extends Vendor {
  readonly held: string[];
}

/** Pages by the last id given, in the order of the ids: what is inserted or deleted shifts nothing. */
export function keyset(held: readonly string[], maxPageSize = 100): LiveVendor {
  const live = [...held];
  const vendor = vendorOf(({ cursor = "", pageSize }) => {
    const rest = live.toSorted().filter((id) => id > cursor);
    const page = rest.slice(0, pageSize);
    return { ids: page, more: rest.length > page.length, next: page.at(-1) };
  }, maxPageSize);
  return { ...vendor, held: live };
}

/** Pages by counting: what is inserted before the cursor comes again, what is deleted there hides others. */
export function offset(held: readonly string[], maxPageSize = 100): LiveVendor {
  const live = [...held];
  const vendor = vendorOf(({ cursor = "0", pageSize }) => {
    const end = Number(cursor) + pageSize;
    return { ids: live.slice(Number(cursor), end), more: end < live.length, next: String(end) };
  }, maxPageSize);
  return { ...vendor, held: live };
}
