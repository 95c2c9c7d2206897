import { createAudiences } from "../../core/audiences.ts";
import type { Audiences } from "../../core/facade.ts";
import type { AnyAdapter, Capability } from "../../core/contract.ts";
import type { Paged } from "../../core/paging/paged.ts";
import type { ProviderReport, Report } from "../../core/paging/report.ts";

/** An adapter of which everything may be asked; what it lacks says so. */
type Asked = Omit<AnyAdapter, Capability> & Required<Pick<AnyAdapter, Capability>>;

/** One adapter, made anew, with a record of what was asked of it. */
export interface Trial {
  readonly name: string;
  readonly adapter: AnyAdapter;
  readonly audiences: Audiences<Readonly<Record<string, Asked>>>;
  /** What went out: HTTP requests, or the calls to an adapter that sends none. */
  readonly requests: readonly string[];
}

export interface ReadOptions {
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How reading ended: what was read, and what was thrown or reported. */
export interface Outcome {
  readonly items: readonly unknown[];
  readonly error: unknown;
  /** Of lists only. */
  readonly report?: ProviderReport | undefined;
}

function lacks(adapter: AnyAdapter, capability: Capability): Error {
  return new Error(
    `The adapter of ${adapter.vendor} has no ${capability}, and the spec says that it has.`,
  );
}

/** Every capability as a method, so that the suite can call by name what the spec says is there. */
function asked(adapter: AnyAdapter, onCall: (call: string) => void): Asked {
  /** The adapter's own method, its call noted. */
  const ask = <C extends Capability>(
    capability: C,
    request: unknown,
  ): NonNullable<AnyAdapter[C]> => {
    onCall(`${capability} ${typeof request === "string" ? request : JSON.stringify(request)}`);
    const method = adapter[capability];
    if (method === undefined) {
      throw lacks(adapter, capability);
    }
    return method;
  };
  return {
    ...adapter,
    list: async (request, context) => ask("list", request)(request, context),
    get: async (id, context) => ask("get", id)(id, context),
    listMembers: async (request, context) => ask("listMembers", request)(request, context),
    create: async (draft, context) => ask("create", draft.name)(draft, context),
    update: async (id, changes, context) => ask("update", id)(id, changes, context),
    delete: async (id, context) => ask("delete", id)(id, context),
    addMembers: async (write, context) => ask("addMembers", write.id)(write, context),
    removeMembers: async (write, context) => ask("removeMembers", write.id)(write, context),
    replaceMembers: async (write, context) => ask("replaceMembers", write.id)(write, context),
    waitUntilReady: async (id, pending, context) => ask("waitUntilReady", id)(id, pending, context),
  };
}

/** Puts an adapter behind the library, as a caller would. */
export function createTrial(name: string, adapter: AnyAdapter, sent?: readonly string[]): Trial {
  const calls: string[] = [];
  const audiences = createAudiences({ [name]: asked(adapter, (call) => calls.push(call)) });
  return { name, adapter, audiences, requests: sent ?? calls };
}

export function pagedOf(
  trial: Trial,
  operation: "list" | "listMembers",
  id: string,
  options: ReadOptions,
): Paged<unknown> {
  return operation === "list"
    ? trial.audiences.list(options)
    : trial.audiences.listMembers({ provider: trial.name, id }, options);
}

export function providerReport(trial: Trial, report: Report): ProviderReport {
  const own = report.providers[trial.name];
  if (own === undefined) {
    throw new Error("The report does not tell of the provider.");
  }
  return own;
}

/** Reads a list to its end; an abort is thrown, and every other failure is in the outcome. */
export async function readAll(trial: Trial, paged: Paged<unknown>): Promise<Outcome> {
  const { items, report } = await paged.collect();
  const own = providerReport(trial, report);
  return { items, error: own.error, report: own };
}

export function readOne(trial: Trial, id: string, { signal }: ReadOptions): Promise<Outcome> {
  return attempt(() => trial.audiences.get({ provider: trial.name, id }, { signal }), signal);
}

/** Runs something that is no list; an abort is thrown, and every other failure is in the outcome. */
export async function attempt(
  run: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    return { items: [await run()], error: null };
  } catch (error) {
    if (signal?.aborted === true) {
      throw error; // whatever it is: it should be the signal's reason
    }
    return { items: [], error };
  }
}
