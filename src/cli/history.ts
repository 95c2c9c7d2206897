import { readHistory } from "../history/index.ts";
import type { History } from "../history/index.ts";
import type { Store } from "../store/index.ts";
import { openDatabase } from "./database.ts";
import type { DatabaseOptions } from "./database.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import { refuseEmulatorOptions } from "./source-options.ts";
import type { SourceOptions } from "./source-options.ts";

export interface OpenedHistory extends AsyncDisposable {
  readonly history: History;
  readonly store: Store;
  /** The time of what the history is about. */
  readonly now: () => number;
}

const dispose = (store: Store): AsyncDisposable => ({
  [Symbol.asyncDispose]: () => store.close(),
});

/**
 * Opens the history of a command that only looks at it.
 * @throws Failure where there is none yet
 */
export async function openHistory(
  options: SourceOptions & DatabaseOptions,
  io: Io,
): Promise<OpenedHistory> {
  if (options.emulate === true) {
    const { readConfiguration } = await import("./configuration.ts");
    const { demoHistory } = await import("./demo/open.ts");
    const { entries } = await readConfiguration(options, io);
    const store = await openDatabase(options, io);
    return { ...(await demoHistory(store, entries, options, io)), store, ...dispose(store) };
  }
  refuseEmulatorOptions(options);
  const { readDotEnv } = await import("./environment.ts");
  await io.stderr.write((await readDotEnv(io)).map((warning) => `${warning}\n`).join(""));
  const store = await openDatabase(options, io);
  const history = await readHistory(store);
  if (history.snapshots.length === 0) {
    await store.close();
    throw usageFailure(
      `${store.label} has no snapshots yet; take one with audiencekit snapshot, or add --emulate to try it.`,
    );
  }
  return { history, store, now: Date.now, ...dispose(store) };
}
