import * as z from "zod";

import type { Member } from "../../src/core/adapter.ts";

/** A prospect as Sonarly sends it. Only its id is sure. */
export interface SonarlyProspect {
  readonly id: string;
  readonly linkedinUrl?: string | null | undefined;
  readonly publicIdentifier?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly headline?: string | null | undefined;
  readonly about?: string | null | undefined;
  readonly photoUrl?: string | null | undefined;
  readonly company?: SonarlyCompany | null | undefined;
  readonly [field: string]: unknown;
}

export interface SonarlyCompany {
  readonly name?: string | null | undefined;
  readonly linkedinIdentifier?: string | null | undefined;
  readonly linkedinUrl?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly website?: string | null | undefined;
  readonly [field: string]: unknown;
}

/** Sonarly can find out emails, but its docs do not show under which of these names, or whether as a list. */
type Contacts = string | readonly string[] | null | undefined;

interface ProspectWithContacts extends SonarlyProspect {
  readonly email?: Contacts;
  readonly emails?: Contacts;
  readonly phone?: Contacts;
  readonly phones?: Contacts;
}

const text = () => z.string().nullish();
const company = () =>
  z.looseObject({
    name: text(),
    linkedinIdentifier: text(),
    linkedinUrl: text(),
    industry: text(),
    website: text(),
  });
const contacts = () => z.union([z.string(), z.array(z.string())]).nullish();
/** Sonarly's record; what cannot be read of it is left out. */
export const prospect: z.ZodType<ProspectWithContacts> = z.lazy(() =>
  z.looseObject({
    id: z.string().min(1),
    linkedinUrl: text(),
    publicIdentifier: text(),
    firstName: text(),
    lastName: text(),
    name: text(),
    headline: text(),
    about: text(),
    photoUrl: text(),
    company: company().nullish(),
    email: contacts(),
    emails: contacts(),
    phone: contacts(),
    phones: contacts(),
  }),
);

/** Fields that a whole list may lack. */
export const sometimes: readonly string[] = ["email", "emails", "phone", "phones"];

/** The values that are there, each once. */
const present = (
  ...values: readonly (string | readonly string[] | null | undefined)[]
): string[] => [...new Set(values.flatMap((value) => value ?? []).filter((value) => value !== ""))];

export function toMember(raw: ProspectWithContacts): Member<SonarlyProspect> {
  const linkedinUrl = present(raw.linkedinUrl);
  const email = present(raw.email, raw.emails);
  const phone = present(raw.phone, raw.phones);
  return {
    identifiers: {
      ...(linkedinUrl.length > 0 && { linkedinUrl }),
      ...(email.length > 0 && { email }),
      ...(phone.length > 0 && { phone }),
    },
    attributes: {
      firstName: raw.firstName ?? null,
      lastName: raw.lastName ?? null,
      name: raw.name ?? null,
      headline: raw.headline ?? null,
      about: raw.about ?? null,
      photoUrl: raw.photoUrl ?? null,
      publicIdentifier: raw.publicIdentifier ?? null,
      company: raw.company?.name ?? null,
      companyWebsite: raw.company?.website ?? null,
      companyIndustry: raw.company?.industry ?? null,
      companyLinkedinUrl: raw.company?.linkedinUrl ?? null,
      companyLinkedinIdentifier: raw.company?.linkedinIdentifier ?? null,
    },
    raw,
  };
}
