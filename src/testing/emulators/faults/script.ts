import type { Vendor } from "../kit/operations.ts";
import type { Fault } from "./catalog.ts";

/** A number, or from one to another; without `to` there is no end. */
export type Range = number | { readonly from: number; readonly to?: number | undefined };

/** What goes wrong, and when: one line of a script. Of the four ways to say when, one at the most. */
export interface FaultRule {
  readonly vendor: Vendor | "*";
  /** The operation's name as the emulator logs it, or "*". */
  readonly operation: string;
  /** The page of a list that is asked for, from 1. */
  readonly page?: Range | undefined;
  /** Requests for the operation since the rule was added, from 1. */
  readonly call?: Range | undefined;
  /** Every second, third, … request for the operation. */
  readonly every?: number | undefined;
  /** The probability that a request is met; drawn by the emulator's seed. */
  readonly chance?: number | undefined;
  /**
   * How often, for each page or call of a range.
   * @default 1; for ever with `every` and `chance`
   */
  readonly times?: number | "always" | undefined;
  /** One after the other. */
  readonly faults: readonly Fault[];
}

export type FaultScript = readonly FaultRule[];
