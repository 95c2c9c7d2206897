import type { CallContext } from "../call-context.ts";
import type {
  AudienceRecord,
  CountUnit,
  IdentifierKind,
  LossReason,
  MemberInput,
} from "../model.ts";

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
  /** Of writes that another process may have to repeat. @default none is kept */
  readonly journal?: WriteJournal | undefined;
  /** Told how many members the vendor has taken so far. */
  readonly onWritten?: ((members: number) => void) | undefined;
  /** Told by a `create` that takes the first members what became of them, if that is more than their number. */
  readonly onReceipt?: ((receipt: MemberReceipt) => void) | undefined;
}

/** Members on their way to a vendor, checked and normalized, in handfuls; to be read once. */
export type MemberChunks = AsyncIterable<readonly MemberInput[]>;

/** What a new audience is to be. An adapter may ask for less or more. */
export interface AudienceDraft {
  readonly name: string;
  readonly description?: string | undefined;
  /** Given where the adapter `createsWithMembers`; where that is `"optional"`, if there are any. */
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
  /** Makes a member fit for it, after the adapter's own `attributes`. */
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
