import type { Exchange } from "../kit/operations.ts";
import type { Json } from "./json.ts";
import type { RecordShape, VendorShape } from "./shapes/shape.ts";

export type Run = (exchange: Exchange) => Promise<Response>;

/** What another request than the client's would ask for. */
export interface Changes {
  readonly cursor: string | undefined;
  readonly size?: number;
}

/** The pages of a list that were answered before. */
export interface Earlier {
  /** The cursor that was sent for a page; undefined for the first, and for one not seen. */
  readonly cursor: (page: number) => string | undefined;
  /** The items of a page; none where it is not the page before. */
  readonly items: (page: number) => readonly Json[];
}

/** What a fault can see and do while one request is answered. */
export interface Scene {
  readonly exchange: Exchange;
  readonly shape: VendorShape;
  readonly record: RecordShape;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  /** Rejects with the signal's reason. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** The answer so far: the vendor's own, run by the first who asks, or what a fault made of it. */
  readonly answer: () => Promise<Response>;
  /** Lets the operation do its work for another request than the client's. */
  readonly run: Run;
  /** A further answer of the vendor's own, to the same request with changes. */
  readonly ask: (changes: Changes) => Promise<Response>;
  /** The vendor's error envelope. */
  readonly failure: (status: number, code: string | undefined, message: string) => Response;
  /** The vendor's own cursor that was sent, whatever it looked like; undefined for a first page. */
  readonly sent: string | undefined;
  /**
   * A cursor that leads where another one leads, or to the first page: a new one every time, unless
   * it is always to be the same.
   */
  readonly lead: (
    to: string | undefined,
    how?: { readonly looks?: string; readonly same?: boolean },
  ) => Promise<string>;
  readonly earlier: Earlier;
}
