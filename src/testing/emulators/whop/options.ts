import type { CommonOptions } from "../options.ts";
import type { WhopScope } from "./guards.ts";
import type { WhopRecordGeneration } from "./record.ts";
import type { WhopTimes } from "./times.ts";

export interface WhopEmulatorOptions extends CommonOptions {
  /**
   * How audiences are written: as in the OpenAPI document (Unix seconds, eleven fields) or as Whop
   * does since July 2026 (ISO 8601, more fields).
   * @default "current"
   */
  readonly recordGeneration?: WhopRecordGeneration;
  /**
   * What `apiKey` may do.
   * @default every scope
   */
  readonly scopes?: readonly WhopScope[];
  /**
   * The `Api-Version-Date` of requests that name none. Whop's keys without a date of their own have
   * this one (docs.whop.com/developer/api/versioning), under which files are public.
   * @default "2025-01-01"
   */
  readonly keyVersion?: string;
  /** How long things take. */
  readonly times?: WhopTimes;
  /**
   * Whether `Idempotency-Key` is heeded; an API from before it ignores it.
   * @default "heeded"
   */
  readonly idempotency?: "heeded" | "ignored";
  /**
   * What is left of an upload: its rows, or only how many there were and a fingerprint; `members`
   * then has nobody to tell of.
   * @default "rows"
   */
  readonly keep?: "rows" | "counts";
  /** What an earlier emulator's `save` gave, instead of seeded audiences. */
  readonly state?: string;
}
