import type {
  AudienceDetail,
  Change,
  ChangeKind,
  Migration,
  Providers,
  ProviderSeries,
  ProviderView,
  Series,
  Status,
} from "../../../src/server/page/browser/data/model.ts";
import { createRandom } from "../../../src/testing/emulators/kit/random.ts";

/** Everything that the fixture server answers with. A test changes what it is about. */
export interface World {
  providers: Providers;
  audiences: AudienceDetail[];
  changes: Change[];
  migrations: Migration[];
  series(provider: string, id: string): Series;
  growth(provider: string): ProviderSeries;
}

/** The time at which the world stands still. */
export const worldTime: number = Date.parse("2026-11-01T12:00:00Z");
const minute = 60_000;
const day = 24 * 60 * minute;
export const iso = (time: number): string => new Date(time).toISOString();

const first = [
  "Newsletter",
  "VIP",
  "Lapsed customers",
  "Trial users",
  "Black Friday buyers",
  "App users",
];
const second = ["DACH", "UK", "Benelux", "Nordics", "EMEA", "Iberia"];
const third = ["Q1 2026", "30 days", "lifetime", "v2", "lookalike seed", "high value"];

const vendors = [
  { name: "whop", vendor: "whop", unit: "rows", words: ["ready", "syncing", "partial", "failed"] },
  { name: "batchEu", vendor: "batch", unit: "ids", words: ["APPLIED", "IN_PROGRESS", "", ""] },
  { name: "sonarly", vendor: "sonarly", unit: "people", words: ["", "", "", ""] },
] as const;

function statusAt(index: number): Status {
  if (index % 53 === 7) {
    return "failed";
  }
  if (index % 41 === 3) {
    return "partial";
  }
  return index % 23 === 5 ? "processing" : "ready";
}

const reasons: Partial<Record<Status, string>> = {
  failed: "The file could not be read: column “email” is missing",
  partial: "Two of five ad platforms refused the list",
};

export function createWorld({ size = 120, seed = 1 } = {}): World {
  const random = createRandom(seed).fraction;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? pick(list);
  const audiences = Array.from({ length: size }, (_, index): AudienceDetail => {
    const plain = statusAt(index);
    // Lists of the first vendor alone can fail.
    const { name, vendor, unit, words } = plain in reasons ? vendors[0] : pick(vendors);
    const value = Math.floor(10 ** (2 + random() * 4));
    const rate = 0.4 + random() * 0.55;
    const matched = vendor === "whop" && plain !== "processing" ? Math.floor(value * rate) : null;
    const trend = trendTo(value, random);
    const updatedAt = vendor === "sonarly" ? null : iso(worldTime - random() * 40 * day);
    const word = words[["ready", "processing", "partial", "failed"].indexOf(plain)] ?? "";
    const id = `aud_${index.toString(36).padStart(5, "0")}`;
    return {
      provider: name,
      vendor,
      id,
      name: `${pick(first)} ${pick(second)} ${pick(third)}`,
      description: index % 3 === 0 ? "Imported from the spring campaign" : null,
      status: plain,
      vendorStatus: word === "" ? null : word,
      size: index % 31 === 2 ? null : { value, unit },
      matched: matched === null ? null : { value: matched, unit },
      matchRate: matched === null ? null : matched / value,
      progress:
        plain === "processing" && vendor === "whop" ? Math.round(random() * 100) / 100 : null,
      error: reasons[plain] ?? null,
      createdAt: iso(worldTime - (60 + random() * 300) * day),
      updatedAt,
      seenAt: iso(worldTime - (name === "sonarly" ? 5 * 60 : 12) * minute),
      stale: name === "sonarly" && index % 5 === 0,
      growth: index % 31 === 2 ? null : value - (trend[22] ?? value),
      trend: index % 31 === 2 ? [] : trend,
      raw: { id, name: "as the vendor wrote it", total_rows: value, nested: { list: [1, null] } },
      firstSeenAt: iso(worldTime - 90 * day),
      vanishedAt: null,
    };
  });
  return {
    providers: providersOf(audiences),
    audiences,
    changes: audiences.slice(0, 40).flatMap((audience, index) => changeOf(audience, index)),
    migrations: [
      migration("m_7f3a91", "applying", 12_400, 11_980, 5_230),
      migration("m_2c11d0", "applied", 3_911, 3_911, 3_911),
      migration("m_09be44", "stopped", 52_000, 31_400, 18_000),
    ],
    series: seriesOf(audiences, seed),
    growth: (provider) => growthOf(audiences.filter((each) => each.provider === provider).length),
  };
}

/** The first four, for a test that makes something of each. */
export function audiencesOf({
  audiences,
}: Pick<World, "audiences">): readonly [
  AudienceDetail,
  AudienceDetail,
  AudienceDetail,
  AudienceDetail,
] {
  const [one, two, three, four] = audiences;
  if (one === undefined || two === undefined || three === undefined || four === undefined) {
    throw new Error(`A world of ${audiences.length} audiences is too small for this test.`);
  }
  return [one, two, three, four];
}

function trendTo(value: number, random: () => number): (number | null)[] {
  const slope = (random() - 0.3) * 0.4;
  const gap = Math.floor(random() * 60);
  return Array.from({ length: 30 }, (_, at) =>
    at === gap || at === gap + 1
      ? null
      : Math.max(
          0,
          Math.round(
            value * (1 - slope * ((29 - at) / 29) + (at === 29 ? 0 : (random() - 0.5) * 0.03)),
          ),
        ),
  );
}

export function providersOf(audiences: readonly AudienceDetail[]): Providers {
  const items = vendors.map(({ name, vendor }): ProviderView => {
    const own = audiences.filter(({ provider }) => provider === name);
    const count = (status: Status): number => own.filter((each) => each.status === status).length;
    const whole = name !== "sonarly";
    return {
      name,
      vendor,
      state: whole ? "complete" : "incomplete",
      takenAt: iso(worldTime - (name === "whop" ? 12 : 14) * minute),
      completeAt: iso(worldTime - (whole ? 12 : 5 * 60) * minute),
      staleAt: iso(worldTime + day),
      audiences: own.length,
      statuses: {
        ready: count("ready"),
        processing: count("processing"),
        partial: count("partial"),
        failed: count("failed"),
        unknown: count("unknown"),
      },
      error: whole ? null : "sonarly.list answered 503 after 4 tries: Service Unavailable",
    };
  });
  return { items, generatedAt: iso(worldTime) };
}

const kinds: readonly ChangeKind[] = [
  "grown",
  "status",
  "new",
  "shrunk",
  "renamed",
  "matched",
  "vanished",
];

function changeOf({ provider, id, name, size, status }: AudienceDetail, index: number): Change[] {
  const kind = kinds[index % kinds.length] ?? "grown";
  const value = size?.value ?? 10;
  const sides: Record<ChangeKind, readonly [string | number | null, string | number | null]> = {
    grown: [Math.floor(value * 0.9), value],
    shrunk: [Math.ceil(value * 1.1), value],
    matched: [Math.floor(value * 0.5), Math.floor(value * 0.6)],
    new: [null, value],
    vanished: [value, null],
    renamed: [`${name} (old)`, name],
    status: ["processing", status],
  };
  const [before, after] = sides[kind];
  const counted = typeof (after ?? before) === "number";
  const at = iso(worldTime - index * 3 * 60 * minute);
  return [
    { at, kind, provider, id, name, before, after, unit: counted ? (size?.unit ?? null) : null },
  ];
}

export function migration(
  id: string,
  state: Migration["state"],
  read: number,
  carried: number,
  written: number,
): Migration {
  return {
    id,
    state,
    from: "sonarly:VIP EMEA",
    to: "batchEu:VIP EMEA",
    read,
    carried,
    written,
    startedAt: iso(worldTime - 60 * minute),
    updatedAt: iso(worldTime - 2 * minute),
  };
}

function seriesOf(audiences: readonly AudienceDetail[], seed: number): World["series"] {
  return (provider, id) => {
    const audience = audiences.find((each) => each.provider === provider && each.id === id);
    const random = createRandom(seed + id.length).fraction;
    const count = audience?.size ?? null;
    const end = count?.value ?? 0;
    const rate = audience?.matchRate ?? null;
    const points = Array.from({ length: 90 }, (_, index): Series["points"][number] => {
      const gap = index >= 40 && index < 46;
      const size = Math.round(
        end * (0.6 + (0.4 * index) / 89 + (index === 89 ? 0 : random() * 0.02)),
      );
      const matched = rate === null ? null : Math.round(size * rate);
      const at = iso(worldTime - (89 - index) * day);
      return gap || count === null
        ? { at, size: null, matched: null, gap }
        : { at, size, matched, gap: false };
    });
    return { unit: audience?.size?.unit ?? null, points };
  };
}

function growthOf(audiences: number): ProviderSeries {
  return {
    points: Array.from({ length: 45 }, (_, index) => ({
      at: iso(worldTime - (44 - index) * 2 * day),
      audiences: Math.round(audiences * (0.7 + (0.3 * index) / 44)),
      complete: index % 17 !== 9,
    })),
  };
}
