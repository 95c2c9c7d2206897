import { createRandom, hash } from "../kit/random.ts";
import type { Random } from "../kit/random.ts";
import { companies, firstNames, industries, lastNames, roles } from "../seed/people.ts";
import type { SonarlyAudience, SonarlyProspect } from "./state.ts";

/** A name as an address may hold it: accents go, and what has no Latin letters becomes "person". */
const slugged = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .toLowerCase() || "person";

/**
 * One prospect, made from the seed, its audience and its place, so that an audience of two million
 * costs nothing until it is read.
 */
export function prospectAt(
  seed: number,
  audience: SonarlyAudience,
  index: number,
  withEmail: boolean,
): SonarlyProspect {
  const random = createRandom(`prospect ${seed} ${audience.id} ${index}`);
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const serial = index.toString(16).padStart(6, "0");
  // "example" in every profile name: nobody is called that.
  const slug = slugged(`${firstName} ${lastName}`);
  const publicIdentifier = `${slug}-example-${hash(audience.id).toString(36)}${serial}`;
  const company = random.chance(0.07) ? null : employer(random);
  const role = random.pick(roles);
  // Nullability is documented for no field: some have no profile address, many no text.
  const hasProfile = !random.chance(0.05);
  return {
    id: prospectId(audience, serial),
    firstName,
    lastName,
    name: `${firstName} ${lastName}`,
    headline: random.chance(0.1) ? null : `${role}${company === null ? "" : ` at ${company.name}`}`,
    about: random.chance(0.6)
      ? null
      : `${role} who likes clear numbers.\nSpeaks to people, not to segments.`,
    photoUrl: random.chance(0.3) ? null : `https://images.example.com/${publicIdentifier}.jpg`,
    linkedinUrl: hasProfile ? `https://www.linkedin.com/in/${publicIdentifier}` : null,
    publicIdentifier: hasProfile ? publicIdentifier : null,
    company,
    ...(withEmail
      ? {
          email: random.chance(0.25)
            ? null
            : `${publicIdentifier}@${random.pick(["example.com", "example.org"])}`,
        }
      : {}),
    ...audience.prospects[index],
  };
}

/**
 * Eight digits of time, ten of the audience, six of the place: unique within an audience of up to
 * 16 million.
 */
const prospectId = (audience: SonarlyAudience, serial: string): string =>
  audience.id.slice(0, 8).padEnd(8, "0") +
  hash(audience.id).toString(16).padStart(10, "0") +
  serial.slice(-6);

function employer(random: Random): SonarlyProspect["company"] & { name: string } {
  const name = random.pick(companies);
  const identifier = `${slugged(name)}-example`;
  return {
    name,
    linkedinIdentifier: identifier,
    linkedinUrl: `https://www.linkedin.com/company/${identifier}`,
    industry: random.chance(0.1) ? null : random.pick(industries),
    website: random.chance(0.15) ? null : `https://${slugged(name)}.example.com`,
  };
}
