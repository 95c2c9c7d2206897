import type { History, Snapshot } from "../history/index.ts";
import type { MigrationSource } from "./migrations.ts";
import type { MigrationView } from "./model.ts";

export type News =
  | { readonly event: "snapshot"; readonly snapshot: Snapshot }
  | { readonly event: "migration"; readonly migration: MigrationView };

/** Looks into the store for what other processes have put there. */
export interface Watch {
  /** Looks once, and tells what is new. */
  look(): Promise<void>;
  /** The migrations as they were seen last. */
  migrations(): readonly MigrationView[];
  /** @returns stops the telling */
  listen(listener: (news: News) => void): () => void;
  readonly listeners: number;
}

export function createWatch(history: History, source: MigrationSource): Watch {
  const listeners = new Set<(news: News) => void>();
  let migrations: readonly MigrationView[] = [];
  let known = new Map<string, string>();
  let last = history.snapshots.at(-1)?.id;
  const tell = (news: News): void => {
    for (const listener of listeners) {
      listener(news);
    }
  };
  return {
    async look() {
      await history.refresh();
      const snapshot = history.snapshots.at(-1);
      if (snapshot !== undefined && snapshot.id !== last) {
        last = snapshot.id;
        tell({ event: "snapshot", snapshot });
      }
      migrations = await source.list();
      const before = known;
      known = new Map(migrations.map((one) => [one.id, JSON.stringify(one)]));
      for (const migration of migrations) {
        if (before.get(migration.id) !== known.get(migration.id)) {
          tell({ event: "migration", migration });
        }
      }
    },
    migrations: () => migrations,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get listeners() {
      return listeners.size;
    },
  };
}
