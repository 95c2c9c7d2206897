import type { MemberSource } from "../../core/writing/member-stream.ts";
import type { MemberInput } from "../../core/model.ts";
import type { Store } from "../../store/index.ts";
import type { MapMember } from "./journey.ts";
import type { PlanLossReason } from "../plan.ts";
import type { MigrationSource } from "./source.ts";
import type { MigrationTarget } from "./target.ts";

/** Somebody, or a record, that is not carried. Holds people: for the one who asked, and nobody else. */
export interface Withheld {
  /** Among the members of the source, from 1; `null` = it was no member. */
  readonly position: number | null;
  /** In the file that it came from. */
  readonly line: number | null;
  readonly reason: PlanLossReason;
  /** Continues "this member"; holds nothing of it. */
  readonly message: string;
  /** As the source gave it; `null` = it could not be read. */
  readonly member: MemberInput | null;
}

export interface PlanProgress {
  readonly read: number;
  /** Carried so far, whole or not. */
  readonly carried: number;
  /** What the source says there is; a hint. */
  readonly expected: number | null;
}

export interface PlanOptions {
  readonly from: MigrationSource;
  readonly to: MigrationTarget;
  /** Where the plan is kept; it holds the people that it carries. */
  readonly store: Store;
  /** Which identifiers belong to one person; each row is one. Held in memory, in about 100 bytes a row. @default none */
  readonly crosswalk?: MemberSource | undefined;
  /** People who are never written; each row is one, known by any identifier. @default none */
  readonly suppress?: MemberSource | undefined;
  /** Changes each member first; `null` leaves it out. @default they are as they are */
  readonly mapMember?: MapMember | undefined;
  /** ISO 3166-1 alpha-2, of phones without a country code. @default only international ones are read */
  readonly defaultCountry?: string | undefined;
  /** What allows this: kept in the plan, for whoever asks later. @default nothing is said */
  readonly purpose?: string | undefined;
  /** Whether the vendors are emulators: kept in the plan, which is then not for accounts. @default false */
  readonly emulated?: boolean | undefined;
  /** Told of everybody who is not carried. */
  readonly onWithheld?: ((withheld: Withheld) => void) | undefined;
  readonly onProgress?: ((progress: PlanProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
