import type { IdentifierKind } from "../../core/model.ts";
import type { Loss, PlanLossReason } from "../plan.ts";
import type { LossCount } from "./tally.ts";

/** What the words of a loss hang on. */
export interface LossScene {
  /** The target's provider. */
  readonly provider: string;
  readonly accepts: readonly IdentifierKind[];
  readonly hasCrosswalk: boolean;
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}

const names: Readonly<Record<IdentifierKind, string>> = {
  email: "an email",
  phone: "a phone",
  externalId: "an id of your own (externalId)",
  linkedinUrl: "a LinkedIn address",
};

type WordsOf = (scene: LossScene & { readonly carried: boolean }) => Words;

const wanted = ({ accepts }: LossScene): string => accepts.map((kind) => names[kind]).join(" or ");

const words: Readonly<Record<PlanLossReason, WordsOf>> = {
  NO_MATCHABLE_IDENTIFIER: (scene) => ({
    message: `They have no identifier that ${scene.provider} takes: ${wanted(scene)}`,
    remedy: scene.hasCrosswalk
      ? `Add ${wanted(scene)} for them to the crosswalk.`
      : `Give a crosswalk: a file with a column of what they are known by, and one with ${wanted(scene)}.`,
  }),
  NO_CROSSWALK: (scene) => ({
    message: `They have no identifier that ${scene.provider} takes, and are not in the crosswalk`,
    remedy: `Add a row for each to the crosswalk, with ${wanted(scene)}.`,
  }),
  CROSSWALK_CONFLICT: ({ carried }) => ({
    message: carried
      ? "They are more than one person to the crosswalk; they go with their own identifiers only"
      : "They are more than one person to the crosswalk, so it cannot be said who is meant",
    remedy: "Correct the crosswalk: everybody has one row, or rows that say the same.",
  }),
  IDENTIFIER_INVALID: ({ provider }) => ({
    message: `They have identifiers that are not valid, so ${provider} would match nobody by them`,
    remedy:
      "Correct them in the source. For phones without a country code, give the country they are in.",
  }),
  HASHED_ONLY: ({ provider }) => ({
    message: `They have hashed identifiers only, and ${provider} takes plain ones`,
    remedy: "Take the list with plain identifiers as the source, or add them by a crosswalk.",
  }),
  DUPLICATE_IN_SOURCE: () => ({
    message: "They came before under the same identifiers; the first stands, so nobody is missing",
    remedy: "Nothing has to be done.",
  }),
  SUPPRESSED: () => ({
    message: "They are on the suppression list, and are written on no path",
    remedy: "Nothing has to be done; take them off that list if they should be carried.",
  }),
  LEFT_OUT: () => ({
    message: "They were left out by mapMember",
    remedy: "Nothing has to be done, if that was meant.",
  }),
  UNREADABLE: () => ({
    message: "They are records of the source that could not be read",
    remedy: "Correct these rows in the source; reading it with the members command shows where.",
  }),
  ATTRIBUTE_LIMIT: ({ provider }) => ({
    message: `They have more attributes than ${provider} takes`,
    remedy: "Leave some out with mapMember, or take columns out of the source.",
  }),
  FIELD_DROPPED: ({ provider }) => ({
    message: `They are carried without something that ${provider} has no place for`,
    remedy: "Keep the source if these fields matter; the table of fields says which they are.",
  }),
};

/** Those that keep people out first, each by its count. */
export function lossesOf(counts: readonly LossCount[], scene: LossScene): readonly Loss[] {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ reason, count, carried, examples }): Loss => {
      const { message, remedy } = words[reason]({ ...scene, carried });
      return { reason, count, carried, message, remedy, examples: [...examples] };
    })
    .toSorted(
      (one, other) => Number(one.carried) - Number(other.carried) || other.count - one.count,
    );
}
