import { invalidArgument } from "../../core/errors.ts";
import { isMember } from "../../core/writing/member-stream.ts";
import type { IdentifierKind, MemberInput } from "../../core/model.ts";
import type { Normalize } from "../../core/writing/normalize.ts";
import { createPreparation } from "../../core/writing/preparation.ts";
import { createRepeats } from "../../core/writing/repeats.ts";
import type { Crosswalk } from "./crosswalk.ts";
import type { Marking, Marks } from "../marks.ts";
import type { PlanLossReason } from "../plan.ts";
import type { Sum } from "../sum.ts";
import type { Suppression } from "../suppression.ts";
import type { Taking } from "../../core/writing/preparation.ts";

/** Changes a member before anything else is done with it; `null` leaves it out. */
export type MapMember = (member: MemberInput) => MemberInput | null;

/** A member that is carried. */
export interface Arrived {
  /** As it is written. */
  readonly member: MemberInput;
  /** As it was when it was compared with the target. */
  readonly given: MemberInput;
  /** Attributes and kinds of identifiers that stay behind. */
  readonly dropped: readonly string[];
  /** Why it is not whole besides. */
  readonly loss: PlanLossReason | undefined;
  /** Whether the crosswalk gave it an identifier, and whether it could not be carried without. */
  readonly gained: boolean;
  readonly rescued: boolean;
  /** Of every identifier that is known of it. */
  readonly marks: Marks;
}

/** What becomes of one member. */
export type Arrival =
  | Arrived
  | { readonly reason: PlanLossReason; readonly message: string; readonly given: MemberInput };

export interface Journey {
  travel(member: MemberInput): Arrival;
  /** A member that was carried before this process began: who comes again is known. */
  remember(member: MemberInput): void;
}

export interface JourneySetup {
  /** What the target takes. */
  readonly taking: Taking;
  readonly normalize: Normalize;
  readonly marking: Marking;
  readonly mapMember: MapMember | undefined;
  readonly suppression: Suppression | undefined;
  readonly crosswalk: Crosswalk | undefined;
  /** Told of every member as the source gave it. */
  readonly sum: Sum;
}

const messages = {
  LEFT_OUT: "was left out by mapMember",
  SUPPRESSED: "is on the suppression list",
  CROSSWALK_CONFLICT: "is two people to the crosswalk",
  NO_CROSSWALK: "has no identifier that this vendor takes, and the crosswalk does not know it",
  DUPLICATE_IN_SOURCE: "came before under the same identifiers; the first stands",
} as const;

const refuse = (reason: keyof typeof messages, given: MemberInput): Arrival => ({
  reason,
  message: messages[reason],
  given,
});

function hasAny({ identifiers }: MemberInput, accepts: readonly IdentifierKind[]): boolean {
  return accepts.some((kind) => (identifiers[kind]?.length ?? 0) > 0);
}

/**
 * The way of a member from its source to the target: what `mapMember` makes of it, the suppression list by everything
 * that is known of it, the crosswalk, and then what every write does.
 */
export function createJourney(setup: JourneySetup): Journey {
  const { taking, normalize, marking, mapMember, suppression, crosswalk, sum } = setup;
  const accepts = taking.accepts ?? [];
  const isRepeat = createRepeats();
  const prepare = createPreparation(taking, normalize, isRepeat);

  function mapped(member: MemberInput): MemberInput | null {
    const changed: unknown = mapMember === undefined ? member : mapMember(member);
    if (changed !== null && !isMember(changed)) {
      throw invalidArgument("mapMember must give { identifiers, attributes } or null.");
    }
    return changed;
  }

  function travel(source: MemberInput): Arrival {
    const marks: Marks = [];
    marking.add(source.identifiers, marks);
    sum.addMember(marks, source.attributes);
    const given = mapped(source);
    if (given === null) {
      return refuse("LEFT_OUT", source);
    }
    if (given !== source) {
      marking.add(given.identifiers, marks);
    }
    const crossing = crosswalk?.cross(given, marks, accepts);
    if (suppression?.has(marks) === true) {
      return refuse("SUPPRESSED", given);
    }
    const isKnown = hasAny(given, accepts);
    const conflict = crossing?.found === true && crossing.conflict;
    if (!isKnown && conflict) {
      return refuse("CROSSWALK_CONFLICT", given);
    }
    if (!isKnown && crossing?.found === false) {
      return refuse("NO_CROSSWALK", given);
    }
    const crossed = crossing?.found === true && !crossing.conflict ? crossing : undefined;
    const whole = crossed === undefined ? given : { ...given, identifiers: crossed.identifiers };
    const prepared = prepare(whole);
    if ("reason" in prepared) {
      const { reason, message } = prepared;
      return {
        reason,
        message: reason === "DUPLICATE_IN_SOURCE" ? messages[reason] : message,
        given,
      };
    }
    const gained = crossed?.gained === true;
    return {
      member: prepared.member,
      given,
      dropped: prepared.dropped,
      loss: conflict ? "CROSSWALK_CONFLICT" : undefined,
      gained,
      rescued: gained && !isKnown,
      marks,
    };
  }

  return { travel, remember: (member) => void isRepeat(member) };
}
