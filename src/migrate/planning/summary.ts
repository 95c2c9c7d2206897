import type { AnyAdapter } from "../../core/contract.ts";
import type { IdentifierKind } from "../../core/model.ts";
import { lossesOf } from "./losses.ts";
import type { Caveat, CrosswalkGain, PlanSummary, PlanTarget } from "../plan.ts";
import type { PlanTally } from "./tally.ts";

export interface SummarySetup {
  readonly adapter: AnyAdapter;
  /** What the target takes. */
  readonly accepts: readonly IdentifierKind[];
  readonly target: PlanTarget;
  readonly tally: PlanTally;
  /** Of all members that are carried. */
  readonly identifiers: number;
  /** Rows of the crosswalk. */
  readonly crosswalkRows: number | undefined;
  /** What was known before. */
  readonly caveats: readonly Caveat[];
}

/** An hour; below it nobody has to plan their day. */
const long = 60;

function undoCaveat({ removeMembers, delete: remove }: AnyAdapter, target: PlanTarget): string {
  const { provider } = target;
  if (target.create === null) {
    return removeMembers === undefined
      ? `${provider} takes nobody off an audience: what is added to one that was there before stays.`
      : "";
  }
  return remove === undefined
    ? `${provider} deletes no audience: the one that is made stays, and has to be deleted by hand.`
    : "";
}

function verifyCaveat({ listMembers, writes }: AnyAdapter, { provider }: PlanTarget): string {
  if (listMembers !== undefined) {
    return "";
  }
  return writes?.unit === undefined
    ? `${provider} gives nobody back and does not count: it cannot be verified who has arrived.`
    : `${provider} gives nobody back: afterwards the number of ${writes.unit} can be compared, and not who they are.`;
}

function caveatsOf(setup: SummarySetup, parts: number, minutes: number): readonly Caveat[] {
  const { adapter, target, tally, identifiers } = setup;
  const undo = undoCaveat(adapter, target);
  const verify = verifyCaveat(adapter, target);
  const found: readonly (readonly [Caveat["code"], string])[] = [
    [
      "NOBODY_TO_CARRY",
      identifiers === 0
        ? "Nobody can be carried, so there is nothing to apply; the losses say why."
        : "",
    ],
    [
      "NOT_ATOMIC",
      parts > 1
        ? `${target.provider} is written in ${parts} parts: until the last has arrived, a part of the people is there.`
        : "",
    ],
    ["CANNOT_BE_UNDONE", undo],
    ["UNVERIFIABLE_AFTER_WRITE", verify],
    [
      "TAKES_LONG",
      minutes > long ? `At the vendor's pace this takes about ${Math.round(minutes)} minutes.` : "",
    ],
    [
      "SOURCE_EMPTY",
      tally.read === 0 ? "The source is empty; that may be true, or the wrong source." : "",
    ],
  ];
  return [
    ...setup.caveats,
    ...found.flatMap(([code, message]) => (message === "" ? [] : [{ code, message }])),
  ];
}

/** The whole of what a person has to know before saying yes. */
export function summaryOf(setup: SummarySetup): PlanSummary {
  const { adapter, target, tally, identifiers, crosswalkRows } = setup;
  const { partSize = Number.POSITIVE_INFINITY, requestsPerMinute } = adapter.writes ?? {};
  const { requestsPerPart = 0, requestsPerWrite = 0 } = adapter.writes ?? {};
  const parts = identifiers === 0 ? 0 : Math.ceil(identifiers / partSize) || 1;
  const creation = target.create === null || target.createsWithMembers ? 0 : 1;
  const own = parts * requestsPerPart + requestsPerWrite;
  const requests = own === 0 || parts === 0 ? 0 : own + creation; // a file is asked nothing
  const minutes = requestsPerMinute === undefined ? 0 : requests / requestsPerMinute;
  const { read, carried, carriedWithLoss, notCarried, gained, rescued } = tally;
  const crosswalk: CrosswalkGain | null =
    crosswalkRows === undefined ? null : { rows: crosswalkRows, gained, rescued };
  return {
    read,
    carried,
    carriedWithLoss,
    notCarried,
    losses: lossesOf(tally.losses, {
      provider: target.provider,
      accepts: setup.accepts,
      hasCrosswalk: crosswalk !== null,
    }),
    fields: tally.fields.toSorted(
      (one, other) =>
        other.kept + other.changed + other.dropped - (one.kept + one.changed + one.dropped),
    ),
    crosswalk,
    requests,
    minutes: Math.round(minutes * 100) / 100,
    caveats: caveatsOf(setup, parts, minutes),
  };
}
