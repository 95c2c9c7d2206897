import { callAdapter } from "./call.ts";
import type {
  AnyAdapter,
  AudienceChanges,
  AudienceDraft,
  Capability,
  MemberReceipt,
  WriteContext,
} from "./contract.ts";
import { checkInput } from "./draft.ts";
import { amended, invalidArgument, isAudienceError } from "./errors.ts";
import { quiet } from "./hooks.ts";
import type { Hooks } from "./hooks.ts";
import { createMemberStream } from "./member-stream.ts";
import type { MemberSource, MemberStream, Rejection, Tally } from "./member-stream.ts";
import { named } from "./model.ts";
import type { Audience, AudienceRef } from "./model.ts";
import { normalizeMember } from "./normalize.ts";
import type { Normalize } from "./normalize.ts";
import { checkOptionNames } from "./option-names.ts";
import type { Registry } from "./registry.ts";
import { waitUntilReady } from "./waiting.ts";
import type { WaitOptions } from "./waiting.ts";

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The same for every repeat of one write, also from another process, so that vendors that know such keys do it
   * once; up to 200 characters of ASCII.
   * @default a new one
   */
  readonly idempotencyKey?: string | undefined;
}

export interface MemberWriteOptions extends WriteOptions {
  /** Makes a member fit for the vendor, or says why it is not. @default emails lower-cased, phones in E.164 only */
  readonly normalize?: Normalize | undefined;
  /** Told of every member that is not written. */
  readonly onRejected?: ((rejection: Rejection) => void) | undefined;
  /** Told how many members the vendor has taken so far. */
  readonly onWritten?: ((members: number) => void) | undefined;
}

/** What became of the members of a write: `read` = `written` + `rejected`. */
export interface WriteResult extends Tally {
  /** Members that the vendor has taken; one that was given twice counts twice, and is there once. */
  readonly written: number;
  /** Hand it to `waitUntilReady` to follow this very write; absent = it follows the audience. */
  readonly pending?: string | undefined;
}

/** An audience that was just made, and what became of its first members. */
export type CreatedAudience<Made extends Audience = Audience> = Made & {
  /** `null` = it was made without members. */
  readonly written: WriteResult | null;
};

export type CreateInput<Name extends string = string> = Omit<AudienceDraft, "members"> & {
  readonly provider: Name;
  readonly members?: MemberSource | undefined;
};

export interface Writing {
  create<Name extends string>(
    input: CreateInput<Name>,
    options?: MemberWriteOptions,
  ): Promise<CreatedAudience<Audience<Name>>>;
  update<Name extends string>(
    ref: AudienceRef<Name>,
    changes: AudienceChanges,
    options?: WriteOptions,
  ): Promise<Audience<Name>>;
  delete(ref: AudienceRef, options?: WriteOptions): Promise<void>;
  addMembers: MemberWriter;
  removeMembers: MemberWriter;
  replaceMembers: MemberWriter;
  waitUntilReady<Name extends string>(
    ref: AudienceRef<Name>,
    options?: WaitOptions,
  ): Promise<Audience<Name>>;
}

type MemberWriter = (
  ref: AudienceRef,
  members: MemberSource,
  options?: MemberWriteOptions,
) => Promise<WriteResult>;

const keyPattern = /^[\u0021-\u007e]{1,200}$/;

const writeOptions = ["signal", "idempotencyKey"];
const memberOptions = [...writeOptions, "normalize", "onRejected", "onWritten"];
const optionsOf: Partial<Readonly<Record<Capability, readonly string[]>>> = {
  create: memberOptions,
  addMembers: memberOptions,
  removeMembers: memberOptions,
  replaceMembers: memberOptions,
};

function checkKey(key: string | undefined): string {
  if (key !== undefined && !keyPattern.test(key)) {
    throw invalidArgument("idempotencyKey must be 1 to 200 characters of ASCII without spaces.");
  }
  return key ?? globalThis.crypto.randomUUID();
}

function streamOf(
  adapter: AnyAdapter,
  source: MemberSource,
  options: MemberWriteOptions,
): MemberStream {
  return createMemberStream({
    source,
    accepts: adapter.accepts ?? [],
    normalize: options.normalize ?? normalizeMember,
    fit: adapter.fitMember,
    signal: options.signal,
    onRejected: quiet(options.onRejected),
  });
}

function resultOf(stream: MemberStream, { written, pending }: MemberReceipt): WriteResult {
  return { ...stream.tally(), written, ...(pending !== undefined && { pending }) };
}

/** The write side of `createAudiences`; every refusal that can be known beforehand comes before any request. */
export function createWriting(registry: Registry, hooks: Hooks): Writing {
  function contextOf(
    provider: string,
    operation: Capability,
    options: MemberWriteOptions,
  ): WriteContext {
    checkOptionNames(options, optionsOf[operation] ?? writeOptions);
    options.signal?.throwIfAborted();
    return {
      provider,
      operation,
      signal: options.signal,
      idempotencyKey: checkKey(options.idempotencyKey),
      onRequest: hooks.onRequest,
      onRetry: hooks.onRetry,
      onWritten: quiet(options.onWritten),
    };
  }

  /** Runs a write of members; what had been done when it failed is told. */
  async function writing<Result>(
    stream: MemberStream,
    context: WriteContext,
    created: AudienceRef | undefined,
    write: (context: WriteContext, written: () => number) => Promise<Result>,
  ): Promise<Result> {
    let written = 0;
    const counted: WriteContext = {
      ...context,
      onWritten(members) {
        written = members;
        context.onWritten?.(members);
      },
    };
    try {
      return await callAdapter(context, () => write(counted, () => written));
    } catch (error) {
      if (!isAudienceError(error) || context.signal?.aborted === true) {
        throw error;
      }
      const { provider = context.provider, operation = context.operation } = error;
      const sentences = [error.message];
      if (created !== undefined) {
        sentences.push("The audience was made.");
      }
      if (written > 0 || error.ambiguous) {
        const { read } = stream.tally();
        sentences.push(`Known to be written: ${written} of the ${read} members read.`);
      }
      const details = { provider, operation, written, ...(created && { created }) };
      throw amended(error, sentences.join(" "), details);
    } finally {
      stream.close();
    }
  }

  async function writeMembers(
    operation: "addMembers" | "removeMembers" | "replaceMembers",
    ref: AudienceRef,
    members: MemberSource,
    options: MemberWriteOptions,
    created?: AudienceRef,
  ): Promise<WriteResult> {
    const write = registry.methodOf(ref, operation);
    const context = contextOf(ref.provider, operation, options);
    const stream = streamOf(registry.adapterOf(ref.provider), members, options);
    return writing(stream, context, created, async (counted) => {
      if (await stream.start()) {
        return resultOf(stream, await write({ id: ref.id, members: stream.members }, counted));
      }
      if (operation === "replaceMembers") {
        throw invalidArgument(
          `${ref.provider}: replaceMembers was given nobody that can be written, which would empty the audience. To empty it, remove its members, or delete it.`,
        );
      }
      return resultOf(stream, { written: 0 });
    });
  }

  /** For a vendor that makes an audience from its first members. */
  async function createFrom<Name extends string>(
    adapter: AnyAdapter,
    draft: AudienceDraft,
    members: MemberSource | undefined,
    options: MemberWriteOptions,
    provider: Name,
  ): Promise<CreatedAudience<Audience<Name>>> {
    const remedy = `${adapter.vendor} makes no audience without members`;
    if (members === undefined) {
      throw invalidArgument(`${provider}: create needs members, for ${remedy}.`);
    }
    const create = registry.methodOf({ provider, id: "new" }, "create");
    const context = contextOf(provider, "create", options);
    const stream = streamOf(adapter, members, options);
    return writing(stream, context, undefined, async (counted, written) => {
      if (!(await stream.start())) {
        throw invalidArgument(
          `${provider}: create was given nobody that can be written, and ${remedy}.`,
        );
      }
      const record = await create({ ...draft, members: stream.members }, counted);
      const result = resultOf(stream, { written: written() });
      return Object.assign(named(provider, record), { written: result });
    });
  }

  return {
    async create({ provider, members, ...draft }, options = {}) {
      const adapter = registry.adapterOf(provider);
      const create = registry.methodOf({ provider, id: "new" }, "create");
      checkInput(provider, adapter, "create", draft);
      if (adapter.createsWithMembers === true) {
        return createFrom(adapter, draft, members, options, provider);
      }
      if (members !== undefined) {
        registry.methodOf({ provider, id: "new" }, "addMembers");
      }
      const context = contextOf(provider, "create", options);
      const record = await callAdapter(context, () => create(draft, context));
      if (members === undefined) {
        return Object.assign(named(provider, record), { written: null });
      }
      const created = { provider, id: record.id };
      const { idempotencyKey } = context;
      const again = { ...options, idempotencyKey };
      const written = await writeMembers("addMembers", created, members, again, created);
      return Object.assign(named(provider, record), { written });
    },
    async update(ref, changes, options = {}) {
      const { provider } = ref;
      const change = registry.methodOf(ref, "update");
      checkInput(provider, registry.adapterOf(provider), "update", changes);
      const context = contextOf(provider, "update", options);
      const record = await callAdapter(context, () => change(ref.id, changes, context));
      return named(provider, record);
    },
    async delete(ref, options = {}) {
      const remove = registry.methodOf(ref, "delete");
      const context = contextOf(ref.provider, "delete", options);
      await callAdapter(context, () => remove(ref.id, context));
    },
    addMembers: (ref, members, options = {}) => writeMembers("addMembers", ref, members, options),
    removeMembers: (ref, members, options = {}) =>
      writeMembers("removeMembers", ref, members, options),
    replaceMembers: (ref, members, options = {}) =>
      writeMembers("replaceMembers", ref, members, options),
    waitUntilReady: (ref, options = {}) => waitUntilReady(registry, hooks, ref, options),
  };
}
