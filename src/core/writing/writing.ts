import { callAdapter } from "../call.ts";
import type { AudienceChanges, AudienceDraft, WriteJournal } from "./contract.ts";
import { checkInput } from "./draft.ts";
import type { Hooks } from "../hooks.ts";
import type { MemberSource, Rejection, Tally } from "./member-stream.ts";
import { createMemberWriting } from "./member-writing.ts";
import { named } from "../model.ts";
import type { Audience, AudienceRef } from "../model.ts";
import type { Normalize } from "./normalize.ts";
import type { Registry } from "../registry.ts";
import { waitUntilReady } from "./waiting.ts";
import type { WaitOptions } from "./waiting.ts";
import { contextOf } from "./write-context.ts";

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
  /** Nobody comes twice, so nobody is remembered: some 20 bytes an identifier less. @default false */
  readonly distinct?: boolean | undefined;
  /** Told of every member that is not written. */
  readonly onRejected?: ((rejection: Rejection) => void) | undefined;
  /** Told how many members the vendor has taken so far. */
  readonly onWritten?: ((members: number) => void) | undefined;
  /**
   * Where the adapter puts down what another process needs to repeat this write under the same `idempotencyKey`. With
   * one, a lost answer is not repeated at once: look what became of it first.
   * @default none
   */
  readonly journal?: WriteJournal | undefined;
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

/** The write side of `createAudiences`; every refusal that can be known beforehand comes before any request. */
export function createWriting(registry: Registry, hooks: Hooks): Writing {
  const memberWriting = createMemberWriting(registry, hooks);
  return {
    async create({ provider, members, ...draft }, options = {}) {
      const adapter = registry.adapterOf(provider);
      const create = registry.methodOf({ provider, id: "new" }, "create");
      checkInput(provider, adapter, "create", draft);
      const { createsWithMembers } = adapter;
      if (createsWithMembers === true || (createsWithMembers === "optional" && members)) {
        return memberWriting.createFrom(adapter, draft, members, options, provider);
      }
      if (members !== undefined) {
        registry.methodOf({ provider, id: "new" }, "addMembers");
      }
      const context = contextOf(provider, "create", options, hooks);
      const record = await callAdapter(context, () => create(draft, context));
      if (members === undefined) {
        return Object.assign(named(provider, record), { written: null });
      }
      const created = { provider, id: record.id };
      const { idempotencyKey } = context;
      const again = { ...options, idempotencyKey };
      const written = await memberWriting.write("addMembers", created, members, again, created);
      return Object.assign(named(provider, record), { written });
    },
    async update(ref, changes, options = {}) {
      const { provider } = ref;
      const change = registry.methodOf(ref, "update");
      checkInput(provider, registry.adapterOf(provider), "update", changes);
      const context = contextOf(provider, "update", options, hooks);
      const record = await callAdapter(context, () => change(ref.id, changes, context));
      return named(provider, record);
    },
    async delete(ref, options = {}) {
      const remove = registry.methodOf(ref, "delete");
      const context = contextOf(ref.provider, "delete", options, hooks);
      await callAdapter(context, () => remove(ref.id, context));
    },
    addMembers: (ref, members, options = {}) =>
      memberWriting.write("addMembers", ref, members, options),
    removeMembers: (ref, members, options = {}) =>
      memberWriting.write("removeMembers", ref, members, options),
    replaceMembers: (ref, members, options = {}) =>
      memberWriting.write("replaceMembers", ref, members, options),
    waitUntilReady: (ref, options = {}) => waitUntilReady(registry, hooks, ref, options),
  };
}
