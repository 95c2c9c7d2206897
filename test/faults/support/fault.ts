import type { DiagnosticCode } from "../../../src/core/diagnostics.ts";
import type { ErrorCode } from "../../../src/core/errors.ts";
import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import type { Dialect, Json, Parts, VendorName } from "./dialects.ts";
import type { Answer, Wire } from "./wire.ts";

/** When a fault strikes: on which page, and how often. */
export interface When {
  /** @default 2 */
  readonly page?: number | "any";
  /** The first so many requests for the page; `every: 2` = every second one. @default for ever */
  readonly times?: number;
  readonly every?: number;
}

/** What a fault has at hand when it strikes. */
export interface Scene {
  readonly vendor: VendorName;
  readonly dialect: Dialect;
  /** The page that was asked for, from 1. */
  readonly page: number;
  /** How often it was asked for. */
  readonly call: number;
  /** The vendor's own cursor that leads to a page, once it was given. */
  readonly cursorOf: (page: number) => string | undefined;
  /** Has the client come back with an odd cursor, and takes it for the vendor's own. */
  readonly alias: (odd: string, own: string | undefined) => string;
  /** Another server, which must see nothing. */
  readonly elsewhere: string;
  /** The vendor's list, to be changed behind the client's back. */
  readonly list: LiveList;
}

export interface LiveList {
  /** In the vendor's order. */
  readonly ids: () => readonly string[];
  readonly remove: (id: string) => void;
  /** Newer than everything, so it comes first; or older, so it comes last. */
  readonly insert: (id: string, place: "first" | "last") => void;
}

/** An answer in place of the vendor's own. */
export interface Substitute {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes as they are, anything else as JSON. */
  readonly body?: unknown;
}

export interface Whole {
  readonly ends: "whole";
  /** Requests that reached the vendor in all. */
  readonly requests?: number;
  readonly noticed?: readonly DiagnosticCode[];
  readonly duplicates?: number;
  /** The waits in ms, each within a range. */
  readonly waits?: readonly (readonly [least: number, most: number])[];
  /** The vendor's order is not kept, because the fault does not. */
  readonly unordered?: boolean;
}

export interface Failed {
  readonly ends: "failed";
  readonly code: ErrorCode;
  /** Pages whose items were delivered before. */
  readonly pages: number;
  readonly requests: number;
  readonly status?: number;
  readonly vendorCode?: string;
  readonly retryAfter?: readonly [least: number, most: number];
  readonly waits?: Whole["waits"];
  /** What the token is good for once the vendor is healed: the rest, or nothing, so one begins anew. */
  readonly afterwards: "rest" | "anew";
}

/** Records that cannot be read: the first so many of the page. Everything else is delivered, and it is said. */
export interface Damaged {
  readonly ends: "damaged";
  readonly refused: number;
}

export type Outcome = Whole | Failed | Damaged;

export interface Fault {
  /** What is required, in the words of docs/reliability.md. */
  readonly row: string;
  readonly name: string;
  readonly when?: When;
  /** Changes what the page says. */
  readonly edit?: (parts: Parts, scene: Scene) => void;
  /** Changes a record of the page, the first one. */
  readonly record?: (record: Json, scene: Scene) => unknown;
  /** Changes how the page is written. */
  readonly rewrite?: (answer: Answer, scene: Scene) => Answer;
  /** Answers in the vendor's place. */
  readonly answer?: (scene: Scene) => Substitute;
  /** Breaks the answer below HTTP. */
  readonly wire?: Wire;
  /** The emulators' own fault script, which `VENDOR` in it names. */
  readonly script?: string;
  /** Changes the list once the page was answered. */
  readonly shift?: (list: LiveList) => void;
  /** The connection that cannot be made. */
  readonly unreachable?: "refused" | "no such host";
  /** A client that reads without a cap would fill the memory with it. */
  readonly endless?: boolean;
  /** No answer comes by itself: the client's deadline passes by what happens on the wire. */
  readonly silent?: boolean;
  readonly options?: HttpOptions;
  readonly outcome: Outcome | Readonly<Record<VendorName, Outcome>>;
}

export const whole = (more: Omit<Whole, "ends"> = {}): Whole => ({ ends: "whole", ...more });
export const damaged = (refused: number): Damaged => ({ ends: "damaged", refused });

/** By default: on the second page, at once, and the rest comes once the vendor is healed. */
export const failed = (
  code: ErrorCode,
  more: Partial<Omit<Failed, "ends" | "code">> = {},
): Failed => ({ ends: "failed", code, pages: 1, requests: 2, afterwards: "rest", ...more });

export function outcomeOf({ outcome }: Fault, vendor: VendorName): Outcome {
  return "ends" in outcome ? outcome : outcome[vendor];
}
