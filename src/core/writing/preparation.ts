import type { Fit } from "./contract.ts";
import type { FitMember } from "./fit.ts";
import type { IdentifierKind, LossReason, MemberInput } from "../model.ts";
import type { Normalize } from "./normalize.ts";
import { createRepeats } from "./repeats.ts";

/** A member on its way to a target: as it is written, or why it is not. */
export type Prepared =
  | {
      readonly member: MemberInput;
      /** Attributes and kinds of identifiers that stay behind. */
      readonly dropped: readonly string[];
    }
  | { readonly reason: LossReason; readonly message: string };

/** What a target takes of members. */
export interface Taking {
  /** Identifiers that it has a place for. @default none */
  readonly accepts?: readonly IdentifierKind[] | undefined;
  /** @default a member with good identifiers is taken as it is */
  readonly fit?: FitMember | undefined;
}

const repeated = "was given before in this write; the first stands";
const nothing: readonly string[] = [];

/**
 * What happens to each member between a source and a target, the same for a plan and for a write: identifiers are
 * normalized, the vendor's adapter makes the rest fit, and who came before is known again. The last takes a memory, so
 * each run needs one of its own.
 */
export function createPreparation(
  { accepts = [], fit }: Taking,
  normalize: Normalize,
  isRepeat: (member: MemberInput) => boolean = createRepeats(),
): (member: MemberInput) => Prepared {
  return (given) => {
    const normalized = normalize(given, accepts);
    const fitted: Fit = "member" in normalized && fit ? fit(normalized.member) : normalized;
    if ("reason" in fitted) {
      return fitted;
    }
    if (isRepeat(fitted.member)) {
      return { reason: "DUPLICATE_IN_SOURCE", message: repeated };
    }
    const before = ("dropped" in normalized && normalized.dropped) || nothing;
    const after = (fitted !== normalized && fitted.dropped) || nothing;
    const dropped = after.length === 0 ? before : [...before, ...after];
    return { member: fitted.member, dropped };
  };
}
