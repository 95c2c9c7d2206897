import { createAudiences } from "../../core/audiences.ts";
import type { Audiences } from "../../core/audiences.ts";
import type { AnyAdapter, Capability } from "../../core/contract.ts";
import type { Paged } from "../../core/paged.ts";
import type { ProviderReport, Report } from "../../core/report.ts";

/** An adapter of which everything may be asked; what it lacks says so. */
type Asked = Pick<AnyAdapter, "vendor" | "maxPageSize"> &
  Required<Pick<AnyAdapter, "list" | "get" | "listMembers">>;

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
  return {
    vendor: adapter.vendor,
    maxPageSize: adapter.maxPageSize,
    async list(request, context) {
      onCall(`list ${JSON.stringify(request)}`);
      return adapter.list(request, context);
    },
    async get(id, context) {
      onCall(`get ${id}`);
      if (adapter.get === undefined) {
        throw lacks(adapter, "get");
      }
      return adapter.get(id, context);
    },
    async listMembers(request, context) {
      onCall(`listMembers ${JSON.stringify(request)}`);
      if (adapter.listMembers === undefined) {
        throw lacks(adapter, "listMembers");
      }
      return adapter.listMembers(request, context);
    },
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

export async function readOne(trial: Trial, id: string, options: ReadOptions): Promise<Outcome> {
  const { signal } = options;
  try {
    const item = await trial.audiences.get({ provider: trial.name, id }, { signal });
    return { items: [item], error: null };
  } catch (error) {
    if (signal?.aborted === true) {
      throw error; // whatever it is: it should be the signal's reason
    }
    return { items: [], error };
  }
}
