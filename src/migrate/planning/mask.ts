import { identifierKinds } from "../../core/model.ts";
import type { IdentifierKind, MemberInput } from "../../core/model.ts";

const first = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0x2026);

function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  const dot = domain.lastIndexOf(".");
  return at < 1 || dot < 1
    ? maskText(email)
    : `${first(email)}***@${first(domain)}***${domain.slice(dot)}`;
}

function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, "");
  return digits.length < 7 ? "…" : `+${digits[0] ?? ""}…${digits.slice(-2)}`;
}

/** Short ones would be told by their ends. */
function maskText(text: string): string {
  return text.length < 6 ? "…" : `${first(text)}…${text.slice(-1)}`;
}

const masks: Readonly<Record<IdentifierKind, (value: string) => string>> = {
  email: maskEmail,
  phone: maskPhone,
  externalId: maskText,
  linkedinUrl: (url) => `…/${first(url.replace(/\/+$/, "").replace(/^.*\//, ""))}***`,
};

// oxlint-disable-next-line no-control-regex -- what could steer a terminal is what this looks for
const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** An identifier that a person may see without learning whose it is. */
export function maskIdentifier(kind: IdentifierKind, value: string): string {
  return masks[kind](value.slice(0, 300).trim()).replaceAll(steering, "");
}

/** A member by its first identifier, masked; of one that has none there is nothing to be shown. */
export function maskMember({ identifiers }: MemberInput): string | undefined {
  for (const kind of identifierKinds) {
    const value: unknown = identifiers[kind]?.[0];
    if (typeof value === "string" && value.trim() !== "") {
      return maskIdentifier(kind, value);
    }
  }
  return undefined;
}
