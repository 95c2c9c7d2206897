import type { CallContext } from "../call-context.ts";
import type { PageRequest, ProviderPage } from "../contract.ts";
import type { WriteContext } from "./contract.ts";
import { amended } from "../amended.ts";
import { failedCall, isAudienceError } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import type { AudienceRecord } from "../model.ts";
import { createPaged } from "../paging/paged.ts";
import { lookUntil } from "./patience.ts";
import type { Patience } from "./patience.ts";
import type { Runtime } from "../runtime.ts";

/** Where the caller chooses the id: there cannot be two, so one can look by it, before and after. */
export interface NamedCreateSpec<Draft, Raw> {
  readonly id: (draft: Draft) => string;
  readonly get: (id: string, context: CallContext) => Promise<AudienceRecord<Raw>>;
  /** Gives what the audience can be followed by until it is there. */
  readonly make: (draft: Draft, context: WriteContext) => Promise<string | undefined>;
  /** One look at what was made. */
  readonly look: (
    id: string,
    pending: string | undefined,
    context: CallContext,
  ) => Promise<AudienceRecord<Raw>>;
}

/** Where the vendor chooses the id: what was not listed before, and is as it was to be, is what was made. */
export interface ListedCreateSpec<Draft, Raw> {
  readonly list: (
    request: PageRequest,
    context: CallContext,
  ) => Promise<ProviderPage<AudienceRecord<Raw>>>;
  readonly pageSize: number;
  readonly make: (draft: Draft, context: WriteContext) => Promise<AudienceRecord<Raw>>;
  readonly isLike: (record: AudienceRecord<Raw>, draft: Draft) => boolean;
}

type Create<Draft, Raw> = (draft: Draft, context: WriteContext) => Promise<AudienceRecord<Raw>>;

/** Makes functions that create, and look where the answer is lost instead of making a second one. */
export interface Creation {
  createNamed<Draft, Raw>(spec: NamedCreateSpec<Draft, Raw>): Create<Draft, Raw>;
  createListed<Draft, Raw>(spec: ListedCreateSpec<Draft, Raw>): Create<Draft, Raw>;
}

/** A vendor may need a moment before it shows what it has just made. */
const settling: Patience = { first: 1000, longest: 8000, total: 30_000 };
/** Where a second create cannot make a second audience, this many are sent. */
const maximumTries = 3;

const isLost = (error: unknown): error is AudienceError =>
  isAudienceError(error) && error.ambiguous;

/** Gives `undefined` where there is none. */
async function orNone<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isAudienceError(error) && error.code === "not_found") {
      return undefined;
    }
    throw error;
  }
}

export function createCreation(runtime: Runtime): Creation {
  function createNamed<Draft, Raw>(spec: NamedCreateSpec<Draft, Raw>): Create<Draft, Raw> {
    const find = (id: string, context: CallContext): Promise<AudienceRecord<Raw> | undefined> =>
      orNone(() => spec.get(id, context));

    /** Whether what there is now, after a lost answer, is what was to be made; false = nothing is. */
    async function wasMade(id: string, context: WriteContext): Promise<boolean> {
      const found = await lookUntil(() => find(id, context), settling, runtime, context.signal);
      if (found === undefined || (found.size?.value ?? 0) === 0) {
        return found !== undefined;
      }
      const what = `lost its answer, and now there is an audience of this name that holds members. It may be somebody else's: look before you write to it.`;
      throw failedCall("conflict", context, what, { ambiguous: true });
    }

    /** Sends it, and again where nothing came of it; gives what it can be followed by. */
    async function make(draft: Draft, context: WriteContext): Promise<string | undefined> {
      for (let tries = 1; ; tries += 1) {
        try {
          return await spec.make(draft, context);
        } catch (error) {
          // After a lost answer, a refusal may be of what the lost try has made.
          if (!isLost(error) && tries === 1) {
            throw error;
          }
          if (await wasMade(spec.id(draft), context)) {
            return undefined;
          }
          if (!isLost(error) || tries === maximumTries) {
            throw error;
          }
        }
      }
    }

    /** Looks until the vendor shows what was made, and has done with it. */
    async function show(
      id: string,
      pending: string | undefined,
      context: WriteContext,
    ): Promise<AudienceRecord<Raw>> {
      const created = { provider: context.provider, id };
      let latest: AudienceRecord<Raw> | undefined;
      const look = async (): Promise<AudienceRecord<Raw> | undefined> => {
        latest = await orNone(() => spec.look(id, pending, context));
        return latest?.status === "processing" ? undefined : latest;
      };
      try {
        await lookUntil(look, settling, runtime, context.signal);
      } catch (error) {
        throw isAudienceError(error)
          ? amended(error, `${error.message} The audience was made.`, { created })
          : error;
      }
      if (latest === undefined) {
        const what = "made the audience, and the vendor does not show it yet. Look again later.";
        throw failedCall("timeout", context, what, { created });
      }
      return latest;
    }

    return async (draft, context) => {
      const id = spec.id(draft);
      if ((await find(id, context)) !== undefined) {
        const what = `found that there is an audience of this name already. Choose another name, or write to that one.`;
        throw failedCall("conflict", context, what);
      }
      return show(id, await make(draft, context), context);
    };
  }

  function createListed<Draft, Raw>(spec: ListedCreateSpec<Draft, Raw>): Create<Draft, Raw> {
    /** All that is listed; a record that cannot be read is nobody's. */
    async function everything(context: WriteContext): Promise<readonly AudienceRecord<Raw>[]> {
      const { provider, operation, signal, onRequest, onRetry } = context;
      const { items, report } = await createPaged({
        subject: operation,
        operation,
        order: "rounds",
        exact: true,
        signal,
        hooks: { onRequest, onRetry },
        sources: () => [{ provider, pageSize: spec.pageSize, ask: spec.list }],
      }).collect();
      const error = report.providers[provider]?.error ?? null;
      if (error !== null) {
        throw error;
      }
      return items;
    }

    return async (draft, context) => {
      const before = new Set((await everything(context)).map(({ id }) => id));
      const isNew = (record: AudienceRecord<Raw>): boolean =>
        !before.has(record.id) && spec.isLike(record, draft);
      const look = async (): Promise<readonly AudienceRecord<Raw>[] | undefined> => {
        const found = (await everything(context)).filter(isNew);
        return found.length > 0 ? found : undefined;
      };
      try {
        return await spec.make(draft, context);
      } catch (error) {
        if (!isLost(error)) {
          throw error;
        }
        const found = (await lookUntil(look, settling, runtime, context.signal)) ?? [];
        const [only] = found;
        if (only !== undefined && found.length === 1) {
          return only;
        }
        const seen = found.length === 0 ? "none such" : "more than one such";
        throw amended(error, `${error.message} Looked for, ${seen} has appeared since.`, {});
      }
    };
  }

  return { createNamed, createListed };
}
