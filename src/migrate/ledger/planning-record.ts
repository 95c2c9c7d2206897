import type { MemberInput } from "../../core/model.ts";

// What planning leaves in the store and finds there again. The functions are the ledger's:
//
//   findRun(store, inputs)          → { id, state } | undefined   the newest run that was asked for in these words
//   beginPlanning(store, id, begin) → PlanningState | undefined   undefined = it is new and now begun
//   saveParts(store, id, step)      one transaction: parts, tally and token, or nothing of them
//   finishPlanning(store, id, plan)
//   loadPlan(store, id)             → Plan | undefined
//   loadPlanningState(store, id)    → PlanningState | undefined   salt and suppressed are needed by apply, too
//   openParts(store, id, from)      → AsyncIterable<OpenPart>

/** What a run is begun with. */
export interface PlanningBegin {
  /** ISO 8601. */
  readonly createdAt: string;
  /** SHA-256 of everything that was asked for; the same words again go on with the run. */
  readonly inputs: string;
  /** For people, without personal data: `sonarly:abc → batch`. */
  readonly label: string;
  /** Of the fingerprints: they say nothing to anybody who does not have it. In hexadecimal. */
  readonly salt: string;
  /** Fingerprints of everybody who is never to be written, 12 bytes each; `null` = no list was given. */
  readonly suppressed: Uint8Array | null;
}

/** Where planning stands. */
export interface PlanningState extends PlanningBegin {
  /** Parts that are saved. */
  readonly parts: number;
  /** As it was given to `saveParts`; `null` = nothing is saved yet. */
  readonly tally: unknown;
  /** Where the source goes on; `null` = at its beginning. */
  readonly continuationToken: string | null;
  /** Whether it is finished. */
  readonly planned: boolean;
}

/** Members that are written together: normalized, and fit for the target; what is written is just this. */
export interface PlannedPart {
  /** From 1, without gaps. */
  readonly number: number;
  readonly members: readonly MemberInput[];
  /**
   * Of every identifier that each member had, also of those that do not go to the target, so that people can be kept
   * back at the last moment: for each member a byte with their number, then 12 bytes each.
   */
  readonly fingerprints: Uint8Array;
}

/** A part as it is kept. */
export interface PartText extends Pick<PlannedPart, "number" | "fingerprints"> {
  /** How many members it has. */
  readonly size: number;
  /** A JSON array of them in UTF-8, a line for each. */
  readonly members: Uint8Array;
}

/** One step of planning. */
export interface PlanningStep {
  /** Mostly one; more where a page of the source holds more than a part may. */
  readonly parts: readonly PartText[];
  /** Plain JSON. */
  readonly tally: unknown;
  /** `null` = the source cannot be gone on with, or was read to its end. */
  readonly continuationToken: string | null;
}
