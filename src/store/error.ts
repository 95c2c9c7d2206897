const brand = Symbol.for("audiencekit.storeError");

/** Why a store cannot be used. */
export type StoreErrorCode =
  /** The address of the store is none. */
  | "invalid_address"
  /** The package that speaks to the engine is not installed. */
  | "missing_package"
  /** The engine cannot be reached, or the file not opened. */
  | "unavailable"
  /** The file is none of ours, or is broken. */
  | "damaged"
  /** A newer version of audiencekit has written it. */
  | "newer"
  /** Nothing more can be written: the disk is full or does not answer. */
  | "unwritable";

/** What went wrong with a store. Its message names the store, without a password, and says what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether this is a `StoreError`, also one of another copy of this package. */
export function isStoreError(error: unknown): error is StoreError {
  return typeof error === "object" && error !== null && brand in error;
}
