import { startInstant } from "../kit/clock.ts";
import type { Random } from "../kit/random.ts";
import { hexDigits } from "../kit/random.ts";
import { creationInstants, listSize } from "../seed/figures.ts";
import { listNames } from "../seed/names.ts";
import type { SonarlyAccountGroup, SonarlyAudience, SonarlyFolder } from "./state.ts";

const day = 86_400_000;

/**
 * 24 hexadecimal digits, the first eight of them the creation in seconds, as in every sample of the
 * docs.
 */
export const sonarlyId = (random: Random, createdAt: number): string =>
  Math.floor(createdAt / 1000)
    .toString(16)
    .padStart(8, "0") + random.text(16, hexDigits);

const accountGroupNames = [
  "Example Outdoor GmbH",
  "Example Outdoor – UK",
  "Agency sandbox",
] as const;

/** The first account group exists even where no key sees it. */
export function seedAccountGroups(
  random: Random,
  count: number,
): { first: SonarlyAccountGroup; seen: readonly SonarlyAccountGroup[] } {
  const group = (index: number): SonarlyAccountGroup => {
    const createdAt = startInstant - (800 - index) * day;
    return {
      id: sonarlyId(random, createdAt),
      name: accountGroupNames[index] ?? `Account group ${index + 1}`,
      createdAt,
    };
  };
  const first = group(0);
  return {
    first,
    seen:
      count === 0
        ? []
        : [first, ...Array.from({ length: count - 1 }, (_, index) => group(index + 1))],
  };
}

export function seedFolders(random: Random, accountGroupId: string): readonly SonarlyFolder[] {
  return ["Outbound DACH", "Événements", "Signals & monitoring", "Archive"].map((name, index) => {
    const createdAt = startInstant - (700 - index * 90) * day;
    const audienceType = index === 2 ? "monitoring" : "on_demand";
    return {
      id: sonarlyId(random, createdAt),
      accountGroupId,
      name,
      audienceType,
      isPinned: index === 0,
      position: index,
      createdAt,
      updatedAt: createdAt + day,
    };
  });
}

/** So many audiences that are listed, and a few more that are still being filled and are not. */
export function seedAudiences(
  random: Random,
  size: number,
  accountGroupId: string,
  folders: readonly SonarlyFolder[],
): readonly SonarlyAudience[] {
  const filling = size === 0 ? 0 : Math.max(1, Math.floor(size / 20));
  const instants = creationInstants(random, size + filling);
  return listNames(random, size + filling).map(({ name }, index) => {
    // Sonarly's own samples carry milliseconds.
    const createdAt = instants[index] ?? startInstant;
    const type = random.pick([
      "linkedin_search",
      "linkedin_search",
      "sales_navigator",
      "post_commenters",
      "url_upload",
      "on_demand",
      "monitoring",
    ]);
    const [fitting, ...others] = folders.filter(
      ({ audienceType }) => (audienceType === "monitoring") === (type === "monitoring"),
    );
    const folder =
      fitting !== undefined && random.chance(0.35) ? random.pick([fitting, ...others]) : undefined;
    return {
      id: sonarlyId(random, createdAt),
      accountGroupId,
      name,
      type,
      description: index === 1 || random.chance(0.4) ? null : describe(random),
      folderId: folder?.id ?? null,
      prospectCount: listSize(random),
      createdAt,
      filling: index >= size,
      listed: true,
      prospects: [],
    };
  });
}

const describe = (random: Random): string =>
  random.pick([
    "Imported from the spring campaign",
    "Decision makers, 50–200 employees, no agencies",
    "Commented on our launch post",
    "Owner: sales team. Ask before you change this list!",
    'Besucher der Messe in Köln; "Stand 12"',
    "",
  ]);
