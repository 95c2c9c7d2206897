import type * as z from "zod";

import type { AnyAdapter } from "../contract.ts";
import { invalidArgument } from "../errors.ts";
import type { AudienceError } from "../errors.ts";

type Operation = "create" | "update";

const schemas = { create: "draft", update: "changes" } as const;
const texts = ["name", "description"] as const;

function refused(provider: string, operation: Operation, problem: string): AudienceError {
  return invalidArgument(`${provider}: ${operation} ${problem}`, { provider, operation });
}

/** What is not taken at all goes first: it may be why something else is missing. */
function problemOf(issues: readonly z.core.$ZodIssue[], input: object, vendor: string): string {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue?.code === "unrecognized_keys") {
    return `was given ${issue.keys.join(" and ")}, which ${vendor} does not take; leave it out.`;
  }
  const where = issue?.path.map(String).join(".") ?? "";
  if (issue?.code === "invalid_value") {
    const isMissing = Reflect.get(input, where) === undefined;
    return `needs ${isMissing ? "a" : "another"} ${where}: ${issue.values.map(String).join(" or ")}.`;
  }
  return `needs ${where === "" ? "other input" : `another ${where}`}: ${issue?.message ?? "it does not fit"}.`;
}

/**
 * Checks what an audience is to be, or to become, before anything is sent.
 * @throws AudienceError `invalid_argument` that says what to pass instead.
 */
export function checkInput(
  provider: string,
  adapter: AnyAdapter,
  operation: Operation,
  input: object,
): void {
  const given = texts.map((name): readonly [string, unknown] => [name, Reflect.get(input, name)]);
  for (const [name, value] of given) {
    if (value !== undefined && (typeof value !== "string" || value.trim() === "")) {
      throw refused(provider, operation, `needs another ${name}: a text that is not blank.`);
    }
  }
  if (operation === "create" && Reflect.get(input, "name") === undefined) {
    throw refused(provider, operation, "needs a name.");
  }
  if (operation === "update" && given.every(([, value]) => value === undefined)) {
    throw refused(provider, operation, "needs a name or a description.");
  }
  const parsed = adapter[schemas[operation]]?.safeParse(input);
  if (parsed?.success === false) {
    throw refused(provider, operation, problemOf(parsed.error.issues, input, adapter.vendor));
  }
}
