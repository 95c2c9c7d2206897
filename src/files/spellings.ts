import type { IdentifierKind } from "../core/model.ts";

/** What a column or a field holds. */
export type Meaning =
  | { readonly identifier: IdentifierKind; readonly attribute?: undefined }
  | { readonly attribute: string; readonly identifier?: undefined };

/** Spellings in small letters, without accents and without anything that is no letter or digit. */
const identifiers: Readonly<Record<IdentifierKind, string>> = {
  email: `email emails mail emailaddress emailadress mailaddress emailadresse mailadresse adressemail adresseemail
    courriel correo correoelectronico emailprimary primaryemail workemail personalemail contactemail`,
  phone: `phone phones phonenumber phoneno mobile mobilephone mobilenumber mobileno cell cellphone cellnumber tel
    telephone telephonenumber telefon telefonnummer telefono handy handynummer mobil mobilnummer mobiltelefon portable
    movil celular gsm msisdn`,
  externalId: "customid externalid userid customerid customuserid",
  linkedinUrl:
    "linkedin linkedinurl linkedinprofile linkedinprofileurl personlinkedinurl profileurl",
};
const attributes: Readonly<Record<string, string>> = {
  firstName: "firstname givenname forename fname fn vorname prenom nombre",
  lastName:
    "lastname familyname surname lname ln nachname familienname nom nomdefamille apellido apellidos",
  country: "country land pays pais",
};

const wordsOf = (text: string): readonly string[] => text.split(/\s+/);
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...wordsOf(identifiers.email).map((word) => [word, { identifier: "email" }] as const),
  ...wordsOf(identifiers.phone).map((word) => [word, { identifier: "phone" }] as const),
  ...wordsOf(identifiers.externalId).map((word) => [word, { identifier: "externalId" }] as const),
  ...wordsOf(identifiers.linkedinUrl).map((word) => [word, { identifier: "linkedinUrl" }] as const),
  ...Object.entries(attributes).flatMap(([attribute, words]) =>
    wordsOf(words).map((word) => [word, { attribute }] as const),
  ),
]);

/** A header without what differs from program to program: `E-Mail` and `e_mail` are the same. */
export function plainSpelling(header: string): string {
  return header
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** What a header usually means; `undefined` = what it says. */
export function usualMeaning(header: string): Meaning | undefined {
  const spelling = plainSpelling(header);
  const found = meanings.get(spelling);
  if (found !== undefined) {
    return found;
  }
  // "email 2", "phone1": there can be several of them.
  const first = meanings.get(spelling.replace(/\d+$/, ""));
  return first?.identifier === "email" || first?.identifier === "phone" ? first : undefined;
}
