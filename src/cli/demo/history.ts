import type { Audience } from "../../core/model.ts";
import { readHistory, storeSnapshot } from "../../history/index.ts";
import type { Finding, History } from "../../history/index.ts";
import type { Store } from "../../store/index.ts";
import { formerOnes, pastOf } from "./past.ts";

const day = 86_400_000;

export interface DemoOptions {
  readonly store: Store;
  /** What there is today, of every provider; it has no part in the past of its own. */
  readonly audiences: readonly Audience[];
  /** Their vendors, by provider, in their order. */
  readonly vendors: Readonly<Record<string, string>>;
  /** Today, in epoch milliseconds. */
  readonly now: number;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** @default 90 */
  readonly days?: number | undefined;
}

/** For four days nobody took any. */
const isMissing = (daysAgo: number): boolean => daysAgo >= 38 && daysAgo <= 41;

type Trouble = Pick<Finding, "state" | "error"> & {
  /** The part that was read all the same. */
  readonly share: number;
};

/** What went wrong with the provider at a place of the list, so many days ago. */
function troubleOf(place: number, name: string, daysAgo: number): Trouble {
  if (place === 1 && daysAgo >= 17 && daysAgo <= 20) {
    const message = `${name}: list was refused: the API key is not valid. Check the key.`;
    return { state: "failed", share: 0, error: { code: "authentication", message } };
  }
  if (place === 2 && daysAgo === 9) {
    const message = `${name}: list failed with 503 after 5 attempts. Try again later.`;
    return { state: "incomplete", share: 0.6, error: { code: "unavailable", message } };
  }
  return { state: "complete", share: 1, error: null };
}

/**
 * Fills a store with a past that could have been: lists that grow, stall and fail, that were renamed and are gone, days
 * on which nobody looked, and vendors that did not answer. The same options give the same past.
 */
export async function seedHistory(options: DemoOptions): Promise<History> {
  const { store, audiences, vendors, now, seed = 1, days = 90 } = options;
  const history = await readHistory(store);
  const providers = Object.entries(vendors).map(([provider, vendor]) => {
    const own = audiences.filter((audience) => audience.provider === provider);
    const pasts = own.map((audience) => ({ past: pastOf(audience, now, seed), goneFor: -1 }));
    return { provider, vendor, pasts: [...pasts, ...formerOnes(own, now, seed)] };
  });
  for (let daysAgo = days; daysAgo > 0; daysAgo -= 1) {
    if (isMissing(daysAgo)) {
      continue;
    }
    const findings = providers.map(({ provider, vendor, pasts }, place): Finding => {
      const { state, error, share } = troubleOf(place, provider, daysAgo);
      const there = pasts.flatMap(({ past, goneFor }) =>
        daysAgo > goneFor ? (past.at(daysAgo) ?? []) : [],
      );
      const seen = there.slice(0, Math.round(there.length * share));
      const known = history.providers.get(provider);
      const ids = new Set(there.map(({ id }) => id));
      const gone = [...(known?.tracks.values() ?? [])].filter(({ id }) => !ids.has(id));
      const absences = new Map(gone.map(({ id }) => [id, "gone"] as const));
      return { provider, vendor, state, error, audiences: seen, absences };
    });
    await storeSnapshot(store, history, findings, now - daysAgo * day);
  }
  return history;
}
