import { asCountry, asText, AudienceError, requireText } from "../../src/core/adapter.ts";
import type { AttributeRule, AttributeRules } from "../../src/core/adapter.ts";
import type { MemberColumn } from "../../src/core/adapter-writing.ts";

/** What Whop knows of a person. */
export type WhopField = "email" | "phone" | "first_name" | "last_name" | "country";

/** A column of the files that go to Whop. */
export interface WhopColumn extends MemberColumn {
  readonly field: WhopField;
}

const fields: readonly (Omit<WhopColumn, "header"> & { readonly rule?: AttributeRule })[] = [
  { field: "email", identifier: "email" },
  { field: "phone", identifier: "phone" },
  { field: "first_name", attribute: "firstName", rule: asText },
  { field: "last_name", attribute: "lastName", rule: asText },
  { field: "country", attribute: "country", rule: asCountry },
];

/** What Whop takes of a member's attributes. */
export const attributes: AttributeRules = {
  ruleOf: (name) => fields.find(({ attribute }) => attribute === name)?.rule,
};

/** The columns of every file: those that come later have to fit the mapping that an audience was made with. */
export function columnsOf(
  headers: Partial<Readonly<Record<WhopField, string>>> = {},
): readonly WhopColumn[] {
  const columns = fields.map(({ field, identifier, attribute }) => {
    const header = requireText("whop", `columns.${field}`, headers[field] ?? field);
    return { field, header, identifier, attribute };
  });
  if (new Set(columns.map(({ header }) => header)).size < columns.length) {
    throw new AudienceError(
      "invalid_argument",
      "whop: two columns have the same header; give each its own.",
    );
  }
  return columns;
}
