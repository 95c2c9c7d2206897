import type * as z from "zod";

import type { AttributeRules } from "./attribute-rules.ts";
import type { CallContext } from "./call-context.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { AudienceRecord, IdentifierKind, Member } from "./model.ts";
import type {
  AudienceChanges,
  AudienceDraft,
  AudienceFit,
  MemberReceipt,
  MemberWrite,
  WriteContext,
  WriteFacts,
} from "./writing/contract.ts";

/** Asks for one page. */
export interface PageRequest {
  /** The vendor's own position; `undefined` for the first page. */
  readonly cursor: string | undefined;
  /** Never above the adapter's `maxPageSize`. */
  readonly pageSize: number;
}

/** Asks for one page of an audience's members. */
export interface MemberPageRequest extends PageRequest {
  /** The vendor's id of the audience. */
  readonly id: string;
}

/** One page of a vendor's list, as an adapter returns it. */
export interface ProviderPage<Item> {
  readonly items: readonly Item[];
  /** What tells one item from another, in the order of `items`; absent = items are not told apart. */
  readonly keys?: readonly string[];
  /** What the vendor's own flag says, never a guess from the page's length. */
  readonly more: boolean;
  /** The vendor's cursor of the next page, if it gave one. */
  readonly next: string | undefined;
  /** How many items the vendor says there are in all; a hint. */
  readonly total?: number | undefined;
  /** Records that could not be read. */
  readonly refused?: number;
  /** JSON paths of fields that were expected and that no record of the page had. */
  readonly missing?: readonly string[] | undefined;
  /** What was noticed while reading this page. */
  readonly notes?: readonly Omit<Diagnostic, "count">[];
}

/**
 * One vendor's API behind the library's model. A capability is a method that exists: what a vendor cannot do is
 * left out, never stubbed.
 */
export interface Adapter<RawAudience = unknown, RawMember = unknown> {
  /** The company, in lower case: `whop`. */
  readonly vendor: string;
  /** The largest page the vendor gives; asked for by default. */
  readonly maxPageSize: number;
  /** Identifiers a member may be written with. */
  readonly accepts?: readonly IdentifierKind[];
  /** One page of the audiences. */
  list(
    request: PageRequest,
    context: CallContext,
  ): Promise<ProviderPage<AudienceRecord<RawAudience>>>;
  /** One audience; throws `not_found` where there is none. */
  get?(id: string, context: CallContext): Promise<AudienceRecord<RawAudience>>;
  /** One page of an audience's members. */
  listMembers?(
    request: MemberPageRequest,
    context: CallContext,
  ): Promise<ProviderPage<Member<RawMember>>>;
  /** What can be said of writes beforehand. @default nothing */
  readonly writes?: WriteFacts | undefined;
  /** Why a capability is missing and what to do instead, for people; a sentence or two. @default nothing is said */
  readonly lacks?: { readonly [C in Capability]?: string } | undefined;
  /** What a member may have besides its identifiers. @default anything */
  readonly attributes?: AttributeRules | undefined;
  /**
   * Looks at an audience for what it takes, so that a plan foretells what a write will do. Without an id: one that is to
   * be made. @default every audience takes the same
   */
  fitFor?(id: string | undefined, context: CallContext): Promise<AudienceFit>;
  /** What `create` takes, the members aside; checked before anything is sent. */
  readonly draft?: z.ZodType | undefined;
  /** What `update` takes; checked before anything is sent. */
  readonly changes?: z.ZodType | undefined;
  /**
   * Makes an audience. Where the answer is lost, it finds out what became of it; what stays unclear is an error that is
   * `ambiguous`.
   */
  create?(draft: AudienceDraft, context: WriteContext): Promise<AudienceRecord<RawAudience>>;
  /**
   * Whether `create` takes the first members with it, and makes no audience without: `"optional"` = it makes one without
   * as well. @default false
   */
  readonly createsWithMembers?: boolean | "optional" | undefined;
  update?(
    id: string,
    changes: AudienceChanges,
    context: WriteContext,
  ): Promise<AudienceRecord<RawAudience>>;
  delete?(id: string, context: WriteContext): Promise<void>;
  addMembers?(write: MemberWrite, context: WriteContext): Promise<MemberReceipt>;
  removeMembers?(write: MemberWrite, context: WriteContext): Promise<MemberReceipt>;
  /** Afterwards the audience holds these members and no others. */
  replaceMembers?(write: MemberWrite, context: WriteContext): Promise<MemberReceipt>;
  /** One look at whether a write has settled; the library does the waiting. */
  waitUntilReady?(
    id: string,
    pending: string | undefined,
    context: CallContext,
  ): Promise<AudienceRecord<RawAudience>>;
}

/** An adapter that has these for sure. */
export type AdapterWith<Parts extends keyof Adapter, RawAudience, RawMember = unknown> = Required<
  Pick<Adapter<RawAudience, RawMember>, "vendor" | "maxPageSize" | "list" | Parts>
>;

/** Any adapter at all. Method parameters are checked bivariantly, so every adapter is one. */
export type AnyAdapter = Adapter;

const reads = ["list", "get", "listMembers"] as const;

/** What writes, and what follows a write. */
export const writes = [
  "create",
  "update",
  "delete",
  "addMembers",
  "removeMembers",
  "replaceMembers",
  "waitUntilReady",
] as const;

/** What an adapter may be able to do: the method of this name. */
export type Capability = (typeof reads)[number] | (typeof writes)[number];

/** All of them, in the order of the table in the docs. */
export const capabilities: readonly Capability[] = [...reads, ...writes];
