import { rolldown } from "rolldown";
import type { CodeSplittingGroup, Plugin } from "rolldown";

import { root } from "./entries.ts";
import type { Entries } from "./entries.ts";

export interface Bundling {
  readonly entries: Entries;
  /** The folder that is written to. */
  readonly folder: string;
  readonly plugins: readonly Plugin[];
  /** What is put together on purpose; the rest by who loads it. */
  readonly groups: readonly CodeSplittingGroup[];
}

/** Names of packages, which stay imports; but what `using` is compiled to comes along. */
const foreign = /^(?!@oxc-project\/runtime\/)[^./\0]/;

/** Writes modules that can be read: an entry each under its own path, what they share in `chunks`. */
export async function bundle({ entries, folder, plugins, groups }: Bundling): Promise<void> {
  await using build = await rolldown({
    cwd: root,
    input: { ...entries },
    external: foreign,
    platform: "neutral",
    tsconfig: false,
    transform: { target: "es2023" },
    plugins: [...plugins],
    onLog(level, { message }) {
      throw new Error(`${level}: ${message}`);
    },
  });
  await build.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    minifyInternalExports: false,
    // Whoever reads a declaration sees what stands above it; the code is without.
    comments: { legal: true, annotation: true, jsdoc: false },
    codeSplitting: { groups: [...groups] },
  });
}
