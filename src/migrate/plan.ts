import type { AudienceStatus, Count, CountUnit } from "../core/model.ts";

/** What is to be moved where, and what becomes of everybody on the way. Its members are in the store. */
export interface Plan {
  readonly version: 1;
  /** `run_` and 16 hexadecimal digits. */
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** What the people agreed to, or what else allows this, in the words of whoever made the plan. */
  readonly purpose: string | null;
  /** ISO 3166-1 alpha-2, of phones without a country code. */
  readonly defaultCountry: string | null;
  /** Made with emulated vendors: not to be carried out, verified or taken back with accounts. @default accounts */
  readonly emulated?: true;
  readonly from: PlanSource;
  readonly to: PlanTarget;
  readonly summary: PlanSummary;
  /** How many parts of members there are; they count from 1. */
  readonly parts: number;
  /** Members in all parts. */
  readonly members: number;
  /** SHA-256 of all of this but itself, in hexadecimal. */
  readonly digest: string;
}

/** What was read, as it stood then. A stream of the caller's own has a name and a size only. */
export interface PlanSource {
  /** The provider's configured name. */
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly id: string | null;
  readonly name: string;
  /** What the vendor says there is. */
  readonly size: Count | null;
  /** ISO 8601. */
  readonly updatedAt: string | null;
  /** How many members were read, and what tells them from any others whatever their order. */
  readonly members: { readonly count: number; readonly digest: string };
  /** The bytes that were read, where they are a file. */
  readonly file: FileFingerprint | null;
}

export interface FileFingerprint {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the content, in hexadecimal. */
  readonly digest: string;
}

/** Where the members go. */
export interface PlanTarget {
  readonly provider: string;
  readonly vendor: string;
  /** `null` = it is to be made. */
  readonly id: string | null;
  /** As it is called, or will be. */
  readonly name: string;
  /** What `create` is to be given; `null` = it is there. */
  readonly create: PlanDraft | null;
  /** The target as it stood when the plan was made; `null` = it is to be made. */
  readonly before: TargetState | null;
  /** Whether the vendor makes an audience together with its first members only. */
  readonly createsWithMembers: boolean;
  /** What the vendor counts its members in, where it counts them. */
  readonly unit: CountUnit | null;
  /** Identifiers that one part holds at the most. */
  readonly partSize: number;
  /** Where it is a file that was named by its path. */
  readonly path: string | null;
}

/** What a new audience is to be. */
export interface PlanDraft {
  readonly name: string;
  /** Batch only. */
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
}

/** An audience as a plan remembers it. */
export interface TargetState {
  readonly name: string;
  readonly size: Count | null;
  readonly status: AudienceStatus;
  /** ISO 8601. */
  readonly updatedAt: string | null;
}

/** Everybody who was read is in one of three: `read` = `carried` + `carriedWithLoss` + `notCarried`. */
export interface PlanSummary {
  readonly read: number;
  /** Whole. */
  readonly carried: number;
  /** Something of them stays behind. */
  readonly carriedWithLoss: number;
  readonly notCarried: number;
  /** The ones that keep people out first, each by its count. */
  readonly losses: readonly Loss[];
  /** Those that more members have come first. */
  readonly fields: readonly FieldFate[];
  /** What the crosswalk did; `null` = there was none. */
  readonly crosswalk: CrosswalkGain | null;
  /** Requests that write, without repeats. */
  readonly requests: number;
  /** What they take at least at the vendor's pace. */
  readonly minutes: number;
  readonly caveats: readonly Caveat[];
}

/** Why people, or parts of them, are not carried. Stable words for reports and programs. */
export type PlanLossReason =
  /** No identifier of a kind that the target takes. */
  | "NO_MATCHABLE_IDENTIFIER"
  /** None, and the crosswalk does not know the person either. */
  | "NO_CROSSWALK"
  /** The crosswalk says two things about one person. */
  | "CROSSWALK_CONFLICT"
  /** Identifiers that are not what they should be. */
  | "IDENTIFIER_INVALID"
  | "HASHED_ONLY"
  /** All identifiers came before. */
  | "DUPLICATE_IN_SOURCE"
  /** On the suppression list. */
  | "SUPPRESSED"
  /** Left out by `mapMember`. */
  | "LEFT_OUT"
  /** The source gave a record that could not be read. */
  | "UNREADABLE"
  | "ATTRIBUTE_LIMIT"
  /** An attribute or an identifier that the target has no place for. */
  | "FIELD_DROPPED";

/** One reason, and how many it strikes. */
export interface Loss {
  readonly reason: PlanLossReason;
  readonly count: number;
  /** Whether the people are carried all the same, without what is lost. */
  readonly carried: boolean;
  readonly message: string;
  readonly remedy: string;
  /** Some of them, masked: `j***@e***.com`. */
  readonly examples: readonly string[];
}

/** What becomes of one attribute, or of one kind of identifier; every member that has it is in one of the three. */
export interface FieldFate {
  readonly name: string;
  readonly kind: "identifier" | "attribute";
  readonly kept: number;
  /** Written in another form: shortened, or as the target spells it. */
  readonly changed: number;
  readonly dropped: number;
}

export interface CrosswalkGain {
  /** Rows of it. */
  readonly rows: number;
  /** Members that it gave an identifier the target takes. */
  readonly gained: number;
  /** Of these, members that could not be carried without. */
  readonly rescued: number;
}

/** What one has to know before saying yes. */
export type CaveatCode =
  | "NAME_CHANGED"
  | "NAME_TAKEN"
  | "NOT_ATOMIC"
  | "CANNOT_BE_UNDONE"
  | "COSTS_CREDITS"
  | "UNVERIFIABLE_AFTER_WRITE"
  | "TARGET_HAS_MEMBERS"
  | "SOURCE_NOT_CHECKED"
  | "SOURCE_EMPTY"
  | "SOURCE_NOTES"
  | "TAKES_LONG"
  | "NOBODY_TO_CARRY";

export interface Caveat {
  readonly code: CaveatCode;
  readonly message: string;
}
