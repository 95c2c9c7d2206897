/** Points at one audience: the provider's configured name and the vendor's own id. */
export interface AudienceRef<Provider extends string = string> {
  readonly provider: Provider;
  readonly id: string;
}

/** Where an audience stands. `unknown` = the vendor used a word that is not known yet; see `vendorStatus`. */
export type AudienceStatus = "processing" | "ready" | "partial" | "failed" | "unknown";

/** What a count counts. Counts of different units are never added up. */
export type CountUnit = "rows" | "ids" | "people";

/** A number with its unit: a row of a CSV, an id in an index and a person are different things. */
export interface Count {
  readonly value: number;
  readonly unit: CountUnit;
}

/** An audience as an adapter returns it: everything but the provider's name, which the caller chose. */
export interface AudienceRecord<Raw = unknown> {
  /** The vendor's own id; Batch knows an audience by its name alone. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: AudienceStatus;
  /** The vendor's own word for the status, always kept; `null` where the vendor has none. */
  readonly vendorStatus: string | null;
  /** `null` = the vendor does not say; never 0 for unknown. */
  readonly size: Count | null;
  /** What reached the ad platforms, where the vendor says. */
  readonly matched: Count | null;
  /** 0 to 1. */
  readonly progress: number | null;
  /** The vendor's reason for `partial` or `failed`. */
  readonly error: string | null;
  readonly createdAt: Date | null;
  /** Never invented: `null` where the vendor does not say. */
  readonly updatedAt: Date | null;
  /** The vendor's record as it came, unknown fields kept. */
  readonly raw: Raw;
}

/** A vendor's list of people, in the same shape for every vendor. */
export interface Audience<Provider extends string = string, Raw = unknown>
  extends AudienceRecord<Raw>, AudienceRef<Provider> {
  readonly id: string;
}

/** Field by field: copying whatever there is takes ten times as long. The name is the caller's, whatever a record says. */
export function named<Provider extends string, Raw>(
  provider: Provider,
  record: AudienceRecord<Raw>,
): Audience<Provider, Raw> {
  return {
    provider,
    id: record.id,
    name: record.name,
    description: record.description,
    status: record.status,
    vendorStatus: record.vendorStatus,
    size: record.size,
    matched: record.matched,
    progress: record.progress,
    error: record.error,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    raw: record.raw,
  };
}

/** What a member can be recognized by. `externalId` is Batch's custom ID. */
export type IdentifierKind = "email" | "phone" | "externalId" | "linkedinUrl";

export const identifierKinds: readonly IdentifierKind[] = [
  "email",
  "phone",
  "externalId",
  "linkedinUrl",
];

export type AttributeValue = string | number | boolean | null;

/** One person on an audience. */
export interface Member<Raw = unknown> {
  /** Every identifier that is known, as the vendor gave it. */
  readonly identifiers: { readonly [Kind in IdentifierKind]?: readonly string[] };
  /** firstName, lastName, country, company, … then the vendor's own. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** The vendor's record as it came. */
  readonly raw: Raw;
}

/** A person to be written to an audience; a `Member` that was read is one. */
export interface MemberInput {
  readonly identifiers: Member["identifiers"];
  /** @default none */
  readonly attributes?: Member["attributes"] | undefined;
}

/** Why a member, or a part of it, is not carried. Stable words for reports and programs. */
export type LossReason =
  | "NO_MATCHABLE_IDENTIFIER"
  | "IDENTIFIER_INVALID"
  | "HASHED_ONLY"
  | "DUPLICATE_IN_SOURCE"
  | "ATTRIBUTE_LIMIT";
