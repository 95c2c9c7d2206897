import type { Capability, ProviderPage } from "./contract.ts";
import type { Audience, AudienceRecord, AudienceRef, Member } from "./model.ts";
import type { ListOrder } from "./paging/merge.ts";
import type { Paged } from "./paging/paged.ts";
import type { Providers } from "./registry.ts";
import type { AudienceChanges, AudienceDraft } from "./writing/contract.ts";
import type { MemberSource } from "./writing/member-stream.ts";
import type { WaitOptions } from "./writing/waiting.ts";
import type {
  CreatedAudience,
  MemberWriteOptions,
  WriteOptions,
  WriteResult,
} from "./writing/writing.ts";

export type { Providers } from "./registry.ts";

type NameOf<P> = keyof P & string;
type RawAudienceOf<A> = A extends {
  list(...args: never[]): Promise<ProviderPage<AudienceRecord<infer Raw>>>;
}
  ? Raw
  : unknown;
type RawMemberOf<A> = A extends {
  listMembers(...args: never[]): Promise<ProviderPage<Member<infer Raw>>>;
}
  ? Raw
  : unknown;

/** An audience of any of the providers; `provider` tells which, and narrows `raw`. */
export type AudienceOf<P extends Providers> = {
  [Name in NameOf<P>]: Audience<Name, RawAudienceOf<P[Name]>>;
}[NameOf<P>];

/** The names of the providers that have a capability, or may have it as far as their type tells. */
export type ProvidersWith<P extends Providers, C extends Capability> = {
  [Name in NameOf<P>]: C extends keyof P[Name]
    ? [NonNullable<P[Name][C]>] extends [never]
      ? never
      : Name
    : never;
}[NameOf<P>];

/** What `create` takes: the adapter's own draft, and the first members where the vendor takes any. */
export type CreateInputOf<Name extends string, A> = { readonly provider: Name } & Omit<
  DraftOf<A>,
  "members"
> &
  FirstMembersOf<A>;

/** Needed where the vendor makes no audience without; not there where it takes no members at all. */
type FirstMembersOf<A> = A extends { readonly createsWithMembers: true }
  ? { readonly members: MemberSource }
  : "addMembers" extends keyof A
    ? { readonly members?: MemberSource | undefined }
    : { readonly members?: undefined };

type DraftOf<A> = A extends { create(draft: infer Draft, ...rest: never[]): unknown }
  ? Draft
  : AudienceDraft;

/** What `update` takes: the changes that the vendor knows. */
export type ChangesOf<A> = A extends {
  update(id: string, changes: infer Changes, ...rest: never[]): unknown;
}
  ? Changes
  : AudienceChanges;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions<Name extends string = string> extends CallOptions {
  /** Only these, in this order. @default all, in the order they were given */
  readonly providers?: readonly Name[] | undefined;
  /** Asked of the vendors, cut to what each one gives. @default each one's maximum */
  readonly pageSize?: number | undefined;
  /**
   * `rounds`: one page of each provider in turn, the same order whatever the timing; `arrival`: pages as they come,
   * faster where vendors are unequal.
   * @default "rounds"
   */
  readonly order?: ListOrder | undefined;
}

export interface ListMembersOptions extends CallOptions {
  /** Asked of the vendor, cut to what it gives. @default its maximum */
  readonly pageSize?: number | undefined;
}

export interface Audiences<P extends Providers> {
  /** Every audience of every provider, as one stream. */
  list(options?: ListOptions<NameOf<P>>): Paged<AudienceOf<P>>;
  /** One audience. @throws AudienceError `not_found`, `not_ready`, … */
  get<Name extends ProvidersWith<P, "get">>(
    ref: AudienceRef<Name>,
    options?: CallOptions,
  ): Promise<Audience<Name, RawAudienceOf<P[Name]>>>;
  /** The members of one audience, where the vendor lets them be read. */
  listMembers<Name extends ProvidersWith<P, "listMembers">>(
    ref: AudienceRef<Name>,
    options?: ListMembersOptions,
  ): Paged<Member<RawMemberOf<P[Name]>>>;
  /**
   * Makes an audience, with its first members if any are given. Where the answer is lost, it looks before it repeats;
   * what stays unclear is an error with `ambiguous`.
   */
  create<Name extends ProvidersWith<P, "create">>(
    input: CreateInputOf<Name, P[Name]>,
    options?: MemberWriteOptions,
  ): Promise<CreatedAudience<Audience<Name, RawAudienceOf<P[Name]>>>>;
  /** Changes what is given and leaves the rest. */
  update<Name extends ProvidersWith<P, "update">>(
    ref: AudienceRef<Name>,
    changes: ChangesOf<P[Name]>,
    options?: WriteOptions,
  ): Promise<Audience<Name, RawAudienceOf<P[Name]>>>;
  /** Deletes the audience at the vendor, for good. */
  delete<Name extends ProvidersWith<P, "delete">>(
    ref: AudienceRef<Name>,
    options?: WriteOptions,
  ): Promise<void>;
  /** Adds members; those that are there already stay as they are. */
  addMembers<Name extends ProvidersWith<P, "addMembers">>(
    ref: AudienceRef<Name>,
    members: MemberSource,
    options?: MemberWriteOptions,
  ): Promise<WriteResult>;
  /** Takes members off; those that are not there are no error. */
  removeMembers<Name extends ProvidersWith<P, "removeMembers">>(
    ref: AudienceRef<Name>,
    members: MemberSource,
    options?: MemberWriteOptions,
  ): Promise<WriteResult>;
  /** Afterwards the audience holds these members and no others; not atomic where the provider's page says so. */
  replaceMembers<Name extends ProvidersWith<P, "replaceMembers">>(
    ref: AudienceRef<Name>,
    members: MemberSource,
    options?: MemberWriteOptions,
  ): Promise<WriteResult>;
  /** Looks until the audience is `ready`, `partial` or `failed`. @throws AudienceError `timeout` */
  waitUntilReady<Name extends ProvidersWith<P, "waitUntilReady">>(
    ref: AudienceRef<Name>,
    options?: WaitOptions,
  ): Promise<Audience<Name, RawAudienceOf<P[Name]>>>;
  /** Whether a provider has a capability; narrows the reference so that the call compiles. */
  supports<Ref extends Pick<AudienceRef<NameOf<P>>, "provider">, C extends Capability>(
    ref: Ref,
    capability: C,
  ): ref is Ref & { readonly provider: ProvidersWith<P, C> };
}
