import { invalidArgument } from "../core/errors.ts";
import type { Plan } from "./plan.ts";

/** Limits that a person sets, and that nothing is written beyond. */
export interface Guards {
  /** The share of those who were read that must be carried, 0 to 1. @default none */
  readonly minCarried?: number | undefined;
}

/** The share of those who were read that is carried, whole or not; of an empty source, nobody is missing. */
function shareCarried({ summary }: Pick<Plan, "summary">): number {
  const { read, carried, carriedWithLoss } = summary;
  return read === 0 ? 1 : (carried + carriedWithLoss) / read;
}

/** Rounded down: what is shown as enough is enough. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/**
 * Why this plan may not be applied; `undefined` = it may. Duplicates count as carried: the person is.
 * @throws AudienceError `invalid_argument` for a guard that is none
 */
export function guardAgainstLoss(plan: Plan, { minCarried }: Guards): string | undefined {
  if (minCarried === undefined) {
    return undefined;
  }
  if (!(minCarried >= 0 && minCarried <= 1)) {
    throw invalidArgument("minCarried must be a share from 0 to 1, such as 0.95.");
  }
  const { read, losses } = plan.summary;
  const repeated = losses.find(({ reason }) => reason === "DUPLICATE_IN_SOURCE")?.count ?? 0;
  const share = read === 0 ? 1 : shareCarried(plan) + repeated / read;
  return share >= minCarried
    ? undefined
    : `${percent(share)} of the ${read} members can be carried, and at least ${percent(minCarried)} is asked for.`;
}

/** Why there is nothing to be carried out; `undefined` = there is. A list without people can be made, where the vendor makes such. */
export function nothingToApply({ members, to }: Plan): string | undefined {
  return members === 0 && to.id === null && to.createsWithMembers
    ? `Nobody can be carried, and ${to.provider} makes no audience without people.`
    : undefined;
}
