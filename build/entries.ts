import { fileURLToPath } from "node:url";

import manifest from "../package.json" with { type: "json" };

/** Files of sources, each under the path at which it is built, without an ending. */
export type Entries = Readonly<Record<string, string>>;

/** The top of the repository. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

const command = sourceOf(manifest.bin.audiencekit);

/** What a user of the package imports, by the file of its source. */
export const specifiers: ReadonlyMap<string, string> = new Map(
  Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === "string"
      ? []
      : [[sourceOf(target.default), `${manifest.name}${subpath.slice(1)}`] as const],
  ),
);

/** What a user of the package imports or runs. */
export const published: Entries = entriesOf([...specifiers.keys(), command]);

/** Entries that are built where their sources are. */
export function entriesOf(files: readonly string[]): Entries {
  return Object.fromEntries(
    files.map((file) => [file.slice(root.length).replace(/\.ts$/, ""), file]),
  );
}

function sourceOf(target: string): string {
  return target.replace(/^\.\/dist\//, root).replace(/\.js$/, ".ts");
}
