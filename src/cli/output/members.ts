import type { AttributeValue, IdentifierKind, Member } from "../../core/model.ts";
import type { Kind } from "./kind.ts";
import { printable } from "./text.ts";

/** Attributes with a column of their own in CSV; all others go into the column `attributes`. */
const ownColumns: ReadonlySet<string> = new Set(["firstName", "lastName", "name", "company"]);

const attribute = (member: Member, name: string): string => {
  const value: AttributeValue = Object.hasOwn(member.attributes, name)
    ? (member.attributes[name] ?? null)
    : null;
  return value === null ? "" : String(value);
};

const identifiers = (member: Member, kind: IdentifierKind): string =>
  (member.identifiers[kind] ?? []).join("; ");

const nameOf = (member: Member): string => {
  const parts = [attribute(member, "firstName"), attribute(member, "lastName")];
  return attribute(member, "name") || parts.filter((part) => part !== "").join(" ");
};

const shown = (text: string): string => (text === "" ? "–" : printable(text));

/** What has no column of its own, as JSON; nothing is left out. */
function others({ attributes }: Member): string | null {
  const rest = Object.entries(attributes).filter(
    ([name, value]) => !ownColumns.has(name) && value !== null,
  );
  return rest.length === 0 ? null : JSON.stringify(Object.fromEntries(rest));
}

export const memberKind: Kind<Member> = {
  singular: "member",
  plural: "members",
  columns: [
    { title: "name", cell: (member) => shown(nameOf(member)), flexible: true },
    { title: "company", cell: (member) => shown(attribute(member, "company")), flexible: true },
    { title: "email", cell: (member) => shown(identifiers(member, "email")) },
    { title: "phone", cell: (member) => shown(identifiers(member, "phone")), spare: 1 },
    { title: "external id", cell: (member) => shown(identifiers(member, "externalId")), spare: 2 },
    { title: "linkedin", cell: (member) => shown(identifiers(member, "linkedinUrl")) },
  ],
  csv: [
    { title: "email", cell: (member) => identifiers(member, "email") },
    { title: "phone", cell: (member) => identifiers(member, "phone") },
    { title: "external_id", cell: (member) => identifiers(member, "externalId") },
    { title: "linkedin_url", cell: (member) => identifiers(member, "linkedinUrl") },
    { title: "first_name", cell: (member) => attribute(member, "firstName") },
    { title: "last_name", cell: (member) => attribute(member, "lastName") },
    { title: "name", cell: (member) => attribute(member, "name") },
    { title: "company", cell: (member) => attribute(member, "company") },
    { title: "attributes", cell: others },
  ],
  json: ({ identifiers: known, attributes, raw: record }, raw) => ({
    identifiers: known,
    attributes,
    ...(raw && { raw: record }),
  }),
};
