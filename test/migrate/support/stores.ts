import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Engine } from "../../../src/store/index.ts";

/** A place for a store of its own, and the end of it. */
export interface Place extends AsyncDisposable {
  readonly address: string;
}

/** The engines that stores are tested on. */
export const engines: readonly Engine[] = ["sqlite"];

/** An empty place on an engine. */
export async function emptyPlace(_engine: Engine): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-migrate-"));
  return {
    address: `file:${path.join(folder, "audiencekit.db")}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
