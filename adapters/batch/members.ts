import { asText, asTextOrNumber, fitAttributes } from "../../src/core/adapter.ts";
import type { AttributeRule, AttributeValue, Fit, MemberInput } from "../../src/core/adapter.ts";

/** An id on its way into an audience, or out of it. */
export interface Entry {
  readonly id: string;
  /** Absent where all are replaced. */
  readonly action?: "add" | "remove";
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** `date(birthday)`: an attribute says in its name what it holds, beside a text or a number. */
const typed = /^(date|url)\((.+)\)$/;
const zoned = /(?:[zZ]|[+-]\d{2}:\d{2})$/;
const dateLike = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[zZ]|[+-]\d{2}:\d{2})?)?$/;

/** RFC 3339 in UTC; what has no zone is taken to be in UTC. */
const asDate: AttributeRule = (value) => {
  if (typeof value !== "string" || !dateLike.test(value)) {
    return undefined;
  }
  const time = Date.parse(value.includes("T") && !zoned.test(value) ? `${value}Z` : value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(".000Z", "Z");
};

const asUrl: AttributeRule = (value) =>
  typeof value === "string" && /^https?:/i.test(value) && URL.canParse(value)
    ? asText(value)
    : undefined;

const rules: ReadonlyMap<string, AttributeRule> = new Map([
  ["date", asDate],
  ["url", asUrl],
]);

/** What Batch holds beside an id: texts and numbers, dates and addresses, and no truth values. */
export const fitMember: (member: MemberInput) => Fit = fitAttributes({
  ruleOf: (name) => rules.get(typed.exec(name)?.[1] ?? "") ?? asTextOrNumber,
  sameAs: (name) => typed.exec(name)?.[2] ?? name,
  most: 15,
});

/** Without a list of the names: it is asked of every member. */
function hasAny(attributes: MemberInput["attributes"]): boolean {
  for (const name in attributes) {
    if (Object.hasOwn(attributes, name)) {
      return true;
    }
  }
  return false;
}

type ToEntries = (member: MemberInput) => readonly Entry[];

/** One for each of a member's ids, as they are given: case and spaces count. */
export const toHold: ToEntries = ({ identifiers: { externalId: ids = [] }, attributes }) =>
  hasAny(attributes) ? ids.map((id) => ({ id, attributes })) : ids.map((id) => ({ id }));

export const toAdd: ToEntries = ({ identifiers: { externalId: ids = [] }, attributes }) =>
  hasAny(attributes)
    ? ids.map((id) => ({ id, action: "add", attributes }))
    : ids.map((id) => ({ id, action: "add" }));

export const toRemove: ToEntries = ({ identifiers }) =>
  (identifiers.externalId ?? []).map((id) => ({ id, action: "remove" }));
