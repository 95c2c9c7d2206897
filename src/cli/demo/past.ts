import type { Audience, AudienceStatus } from "../../core/model.ts";
import { createRandom } from "../../testing/emulators/kit/random.ts";
import type { Random } from "../../testing/emulators/kit/random.ts";

const day = 86_400_000;

/** How one audience came to be what it is. */
export interface Past {
  /** As it was so many days ago; `undefined` = it was not there. */
  at(daysAgo: number): Audience | undefined;
}

/** What there was of its present size, so many days ago: 1 is today's. */
type Curve = (daysAgo: number) => number;

function curveOf(random: Random): Curve {
  const share = random.fraction();
  const pace = 0.001 + random.fraction() * 0.006;
  if (share < 0.45) {
    return (daysAgo) => Math.exp(-pace * daysAgo); // grows steadily
  }
  if (share < 0.6) {
    return (daysAgo) => 1 + pace * 0.6 * daysAgo; // people leave
  }
  if (share < 0.75) {
    const imported = random.integer(4, 80);
    const before = 0.35 + random.fraction() * 0.4;
    return (daysAgo) => (daysAgo > imported ? before : 1) * Math.exp(-pace * 0.3 * daysAgo);
  }
  if (share < 0.88) {
    const phase = random.integer(0, 27);
    const sway = (daysAgo: number): number => Math.sin(((daysAgo + phase) / 28) * 2 * Math.PI);
    return (daysAgo) => 1 + 0.06 * (sway(daysAgo) - sway(0)) - pace * 0.4 * daysAgo;
  }
  return () => 1; // nobody touches it
}

const scaled = (count: Audience["size"], factor: number): Audience["size"] =>
  count === null ? null : { ...count, value: Math.max(0, Math.round(count.value * factor)) };

/** What a list was called before somebody tidied up. */
function formerName(name: string, random: Random): string {
  return random.pick([`${name} (draft)`, `${name} OLD`, `Copy of ${name}`, `TEST ${name}`]);
}

/** Since when a list is in its present state: some are stuck in it for weeks. */
function daysInStatus(status: AudienceStatus, random: Random): number {
  if (status === "ready") {
    return Number.POSITIVE_INFINITY;
  }
  if (status === "processing") {
    return random.chance(0.2) ? random.integer(6, 25) : random.integer(0, 2);
  }
  return random.integer(2, 40);
}

/** Days between one change of a list and the next. */
const rhythms = [1, 1, 3, 7, 7] as const;

/** Makes up the past of an audience, the same for the same audience. */
export function pastOf(present: Audience, now: number, seed: number): Past {
  const random = createRandom(`${seed} ${present.provider} ${present.id}`);
  const curve = curveOf(random);
  const rhythm = random.pick(rhythms);
  const inStatus = daysInStatus(present.status, random);
  const renamed = random.chance(0.06) ? random.integer(1, 60) : 0;
  const former = formerName(present.name, random);
  const created = present.createdAt?.getTime() ?? 0;
  return {
    at(daysAgo) {
      const at = now - daysAgo * day;
      if (created > at) {
        return undefined;
      }
      const changed = Math.ceil(daysAgo / rhythm) * rhythm;
      const factor = daysAgo === 0 ? 1 : curve(changed);
      const isBefore = daysAgo > inStatus;
      const updated = present.updatedAt === null ? null : Math.min(at, now - changed * day);
      return {
        ...present,
        name: daysAgo > renamed ? (renamed === 0 ? present.name : former) : present.name,
        status: isBefore ? "ready" : present.status,
        vendorStatus: isBefore ? null : present.vendorStatus,
        progress: isBefore ? null : present.progress,
        error: isBefore ? null : present.error,
        size: scaled(present.size, factor),
        matched: scaled(present.matched, factor),
        updatedAt: updated === null ? null : new Date(Math.max(created, updated)),
        raw: undefined,
      };
    },
  };
}

/** Lists that are no more: like some that there are, under other names, gone so many days ago. */
export function formerOnes(
  all: readonly Audience[],
  now: number,
  seed: number,
): readonly { readonly past: Past; readonly goneFor: number }[] {
  const random = createRandom(`${seed} former ${all[0]?.provider ?? ""}`);
  const models = all.filter(({ size }) => size !== null && size.value > 0);
  const count = Math.min(models.length, Math.max(3, Math.round(all.length / 40)));
  return Array.from({ length: count }, (_, index) => {
    const model = models[(index * 7) % models.length];
    const goneFor = index === 0 ? 2 : random.integer(1, 75);
    const name = `${model?.name ?? ""} – ${random.pick(["spring", "2025", "pilot", "agency"])}`;
    const id = `${model?.id ?? ""}-former-${index + 1}`;
    const created = new Date(now - random.integer(100, 500) * day);
    const former = { ...model, id, name, status: "ready", error: null, createdAt: created };
    // A model is there: there are at least as many as are made.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { past: pastOf(former as Audience, now, seed), goneFor };
  });
}
