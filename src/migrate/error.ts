import type { AudienceRef } from "../core/model.ts";

const brand = Symbol.for("audiencekit.migrationError");

/** Why a migration stopped, or did not begin. */
export type MigrationErrorCode =
  /** The source or the target is not what it was when the plan was made; `differences` says in what. */
  | "stale"
  /** A guard that was asked for stopped it, before anything was written. */
  | "guard"
  /** Another process is at work on this run, or nothing can be done before a while is over. */
  | "busy"
  /** A write may or may not have been carried out, and the vendor does not show which. */
  | "unclear"
  /** It cannot be done, or not from where the run stands. */
  | "unsupported"
  /** There is no such run. */
  | "not_found"
  /** What the store holds of the run is not what was put there. */
  | "damaged"
  /** The plan, the run or an option does not fit. */
  | "invalid_argument";

export interface MigrationErrorOptions {
  readonly run?: string | undefined;
  readonly differences?: readonly string[] | undefined;
  readonly target?: AudienceRef | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** What went wrong with a migration. Its message says what to do next, and holds no person and no secret. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly code: MigrationErrorCode;
  /** The run that it is about; the same command continues it. */
  readonly run: string | undefined;
  /** `stale`: what has changed, each in a sentence. */
  readonly differences: readonly string[] | undefined;
  /** The audience that had been written to by then. */
  readonly target: AudienceRef | undefined;
  /** `busy`: when to try again, in ms from now. */
  readonly retryAfter: number | undefined;

  constructor(code: MigrationErrorCode, message: string, options: MigrationErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.run = options.run;
    this.differences = options.differences;
    this.target = options.target;
    this.retryAfter = options.retryAfter;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether this is a `MigrationError`, also one of another copy of this package. */
export function isMigrationError(error: unknown): error is MigrationError {
  return typeof error === "object" && error !== null && brand in error;
}
