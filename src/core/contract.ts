import type * as z from "zod";

import type { Diagnostic, Note } from "./diagnostics.ts";
import type { ErrorCode } from "./errors.ts";
import type {
  AudienceRecord,
  CountUnit,
  IdentifierKind,
  LossReason,
  Member,
  MemberInput,
} from "./model.ts";

/** What the library tells an adapter with each call. */
export interface CallContext {
  /** The provider's configured name; it goes into every error. */
  readonly provider: string;
  /** The public call being served: `list`, `get`, `listMembers`, … */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Of writes. */
  readonly idempotencyKey?: string | undefined;
  /** Of writes that another process may have to repeat. @default none is kept */
  readonly journal?: WriteJournal | undefined;
  /** Told what is noticed while reading a single record; a page carries its notes itself. */
  readonly onNote?: Note | undefined;
}

/** One HTTP request that was answered or failed. No header, no query, no body. */
export interface RequestEvent {
  readonly provider: string;
  readonly operation: string;
  readonly method: string;
  /** The address without its query. */
  readonly url: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The HTTP status; `null` where there was no answer. */
  readonly status: number | null;
  /** From sending to the last byte, in ms. */
  readonly duration: number;
  readonly requestId: string | null;
}

/** A failed attempt that is going to be repeated. */
export interface RetryEvent {
  readonly provider: string;
  readonly operation: string;
  /** The attempt that failed; 1 for the first. */
  readonly attempt: number;
  /** The wait before the next attempt, in ms. */
  readonly delay: number;
  readonly code: ErrorCode;
  readonly status: number | null;
}

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
 * Where an adapter puts down what it needs to repeat a write in the same way from another process. Whoever keeps one
 * finds out what became of a write before it is repeated. No secret and no signed address goes into it.
 */
export interface WriteJournal {
  /** What was put down under this name for this very write; `undefined` = nothing. */
  read(name: string): Promise<string | undefined>;
  /** Once it resolves, the value outlives the process. */
  write(name: string, value: string): Promise<void>;
}

/** What the library tells an adapter with each write. */
export interface WriteContext extends CallContext {
  /**
   * The same for every repeat of one write, in this process or in another; an adapter makes the keys of its single
   * requests from it. At most 200 characters of ASCII.
   */
  readonly idempotencyKey: string;
  /** Told how many members the vendor has taken so far. */
  readonly onWritten?: ((members: number) => void) | undefined;
}

/** Members on their way to a vendor, checked and normalized, in handfuls; to be read once. */
export type MemberChunks = AsyncIterable<readonly MemberInput[]>;

/** What a new audience is to be. An adapter may ask for less or more. */
export interface AudienceDraft {
  readonly name: string;
  readonly description?: string | undefined;
  /** Given where the adapter `createsWithMembers`. */
  readonly members?: MemberChunks | undefined;
}

/** What may be changed of an audience; absent = left as it is. */
export interface AudienceChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

export interface MemberWrite {
  /** The vendor's id of the audience. */
  readonly id: string;
  readonly members: MemberChunks;
}

/** What a vendor said to a write of members. */
export interface MemberReceipt {
  /** Members that were handed to the vendor and taken. */
  readonly written: number;
  /** What `waitUntilReady` follows this very write by; absent = it follows the audience. */
  readonly pending?: string | undefined;
  /** What there was no place for at the target, attribute or kind of identifier, and of how many members. @default nothing */
  readonly dropped?: Readonly<Record<string, number>> | undefined;
  /** Members that were left out, for the target has no place for any of their identifiers. @default none */
  readonly refused?: number | undefined;
}

/** A member as a vendor takes it, or why it takes none of it. */
export type Fit =
  | {
      readonly member: MemberInput;
      /** Names of attributes and kinds of identifiers that have to stay behind. @default none */
      readonly dropped?: readonly string[] | undefined;
    }
  | { readonly reason: LossReason; readonly message: string };

/** What one audience takes of members, where that differs from one to the next. */
export interface AudienceFit {
  /** Identifiers that it has a place for. */
  readonly accepts: readonly IdentifierKind[];
  /** Makes a member fit for it, after the adapter's own `fitMember`. */
  readonly fit: (member: MemberInput) => Fit;
}

/** What is known of writes before the first is made; a plan tells it. */
export interface WriteFacts {
  /** Identifiers that one request takes. @default no limit */
  readonly partSize?: number | undefined;
  /** Requests that each part takes, and those that every write takes besides. @default none */
  readonly requestsPerPart?: number | undefined;
  readonly requestsPerWrite?: number | undefined;
  /** Requests a minute that the vendor lets through. @default no limit */
  readonly requestsPerMinute?: number | undefined;
  /** What the vendor counts members in. @default it does not count them */
  readonly unit?: CountUnit | undefined;
  /** The nearest name that the vendor takes. @default it takes any */
  readonly nameFor?: ((name: string) => string) | undefined;
  /** Within what time the vendor shows what was made or changed, in ms. @default 30000 */
  readonly showsWithin?: number | undefined;
  /** Whether the audience shows that somebody else has put other members in the place of a write's. @default it does not tell */
  readonly isOverwritten?: ((audience: AudienceRecord) => boolean) | undefined;
  /** Why an audience takes no further members, and what to do instead; continues "addMembers". @default every one does */
  refuses?(audience: AudienceRecord): string | undefined;
  /** Whether a new audience has a name for people beside its own, `displayName`. @default false */
  readonly displaysName?: boolean | undefined;
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
  /** Makes a member with good identifiers fit for this vendor. @default it is taken as it is */
  fitMember?(member: MemberInput): Fit;
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
  /** Whether `create` takes the first members with it and makes no audience without. @default false */
  readonly createsWithMembers?: boolean | undefined;
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

/** What an adapter may be able to do, in the order of the table in the docs. */
export const capabilities = [
  "list",
  "get",
  "listMembers",
  "create",
  "update",
  "delete",
  "addMembers",
  "removeMembers",
  "replaceMembers",
  "waitUntilReady",
] as const;

export type Capability = (typeof capabilities)[number];
