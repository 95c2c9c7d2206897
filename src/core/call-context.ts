import type { Note } from "./diagnostics.ts";
import type { ErrorCode } from "./errors.ts";

/** What the library tells an adapter with each call. */
export interface CallContext {
  /** The provider's configured name; it goes into every error. */
  readonly provider: string;
  /** The public call being served: `list`, `get`, `listMembers`, … */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
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
