import type { Capability } from "../../core/contract.ts";
import type { Rejection } from "../../core/writing/member-stream.ts";
import type { Audience } from "../../core/model.ts";

/** Rows of a file that are not written for the same reason. */
export interface RejectedRows {
  /** A `LossReason`, or `UNREADABLE` for a row that is none. */
  readonly reason: Rejection["reason"] | "UNREADABLE";
  readonly message: string;
  readonly rows: number;
  /** The first of them; no value of a row is told. */
  readonly lines: readonly number[];
}

/** What became of the rows of a file: `read` = `carried` + `rejected`. */
export interface MembersOutcome {
  readonly read: number;
  /** Fit for the vendor. */
  readonly carried: number;
  /** Taken by the vendor; 0 in a dry run. */
  readonly written: number;
  readonly rejected: number;
  readonly rejections: readonly RejectedRows[];
  /** What had no place at the vendor, attribute or kind of identifier, and of how many rows. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What `wait` follows this very write by; `null` = it follows the audience. */
  readonly pending: string | null;
}

/** What a command has written, or would write. */
export interface Outcome {
  readonly operation: Capability;
  readonly dryRun: boolean;
  readonly provider: string;
  /** `null` = there is none yet. */
  readonly id: string | null;
  /** As the vendor shows it now; `null` = it does not, or was not asked. */
  readonly audience: Audience | null;
  /** `null` = no members were given. */
  readonly members: MembersOutcome | null;
}
