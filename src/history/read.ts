import type { Store } from "../store/index.ts";
import { unpackDelta } from "./delta.ts";
import { createProvider, extend } from "./timeline.ts";
import type { GrowingProvider, ProviderHistory, ReadingState } from "./timeline.ts";

export interface Snapshot {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Everything that snapshots have found so far. */
export interface History {
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** In the order in which they were first asked. */
  readonly providers: ReadonlyMap<string, ProviderHistory>;
  /** Takes up what was stored since; says whether anything was. */
  refresh(): Promise<boolean>;
}

/** Snapshots whose readings are fetched at once; a year of them should not be in memory as rows. */
const handful = 50;

async function load(
  { database }: Store,
  snapshots: readonly Snapshot[],
  providers: Map<string, GrowingProvider>,
): Promise<void> {
  for (let start = 0; start < snapshots.length; start += handful) {
    const times = new Map(snapshots.slice(start, start + handful).map(({ id, at }) => [id, at]));
    const rows = await database
      .selectFrom("history_readings")
      .selectAll()
      .where("snapshot", "in", [...times.keys()])
      .orderBy("snapshot")
      .orderBy("place")
      .execute();
    for (const row of rows) {
      const provider = providers.get(row.provider) ?? createProvider(row.provider, row.vendor);
      provider.vendor = row.vendor;
      providers.set(row.provider, provider);
      const { error_code: code, error_message: message } = row;
      const reading = {
        snapshot: row.snapshot,
        at: times.get(row.snapshot) ?? 0,
        // Written by us, one of three words.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        state: row.state as ReadingState,
        audiences: row.audiences,
        error: code === null ? null : { code, message: message ?? "" },
      };
      extend(provider, reading, unpackDelta(row.delta));
    }
  }
}

const list = ({ database }: Store): Promise<readonly Snapshot[]> =>
  database.selectFrom("history_snapshots").select(["id", "taken_at as at"]).orderBy("id").execute();

/** Whether a list begins with all that is known. */
const continues = (later: readonly Snapshot[], known: readonly Snapshot[]): boolean =>
  known.every(({ id }, index) => later[index]?.id === id);

/** Reads the history of a store as a whole; later snapshots are taken up by `refresh`. */
export async function readHistory(store: Store): Promise<History> {
  let snapshots: readonly Snapshot[] = [];
  let providers = new Map<string, GrowingProvider>();
  let pending: Promise<boolean> | undefined;
  async function refresh(): Promise<boolean> {
    const rows = await list(store);
    if (continues(rows, snapshots) && rows.length === snapshots.length) {
      return false;
    }
    // Where old ones were dropped, what remains was joined anew.
    const known = continues(rows, snapshots) ? snapshots.length : 0;
    const grown = known > 0 ? providers : new Map<string, GrowingProvider>();
    await load(store, rows.slice(known), grown);
    if (!continues(await list(store), rows)) {
      // Some were dropped while the others were being read, so these were read half before and half after.
      [snapshots, providers] = [[], new Map()];
      return refresh();
    }
    [snapshots, providers] = [rows, grown];
    return true;
  }
  await refresh();
  return {
    get snapshots() {
      return snapshots;
    },
    get providers() {
      return providers;
    },
    async refresh() {
      pending ??= refresh().finally(() => {
        pending = undefined;
      });
      return pending;
    },
  };
}
