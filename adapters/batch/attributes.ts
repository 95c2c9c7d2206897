import { asText, asTextOrNumber } from "../../src/core/adapter.ts";
import type { AttributeRule, AttributeRules } from "../../src/core/adapter.ts";

/** `date(birthday)`: an attribute says in its name what it holds, beside a text or a number. */
const typed = /^(date|url)\((.+)\)$/;
const zoned = /(?:[zZ]|[+-]\d{2}:\d{2})$/;
const dateLike = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[zZ]|[+-]\d{2}:\d{2})?)?$/;

/** `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** RFC 3339 in UTC; what has no zone is taken to be in UTC. */
const asDate: AttributeRule = (value) => {
  if (typeof value !== "string" || !dateLike.test(value) || !isDay(value.slice(0, 10))) {
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
export const attributes: AttributeRules = {
  ruleOf: (name) => rules.get(typed.exec(name)?.[1] ?? "") ?? asTextOrNumber,
  sameAs: (name) => typed.exec(name)?.[2] ?? name,
  most: 15,
};
