import path from "node:path";

import * as z from "zod";

import { read, root } from "./markdown.ts";

const manifest = z
  .object({
    name: z.string(),
    scripts: z.record(z.string(), z.string()),
    exports: z.record(z.string(), z.union([z.string(), z.object({ default: z.string() })])),
  })
  .parse(JSON.parse(read("package.json")));

/** The scripts of package.json. */
export const scripts: Readonly<Record<string, string>> = manifest.scripts;

/** What each `import "audiencekit/…"` is built from, so that examples run without a build. */
export const sources: ReadonlyMap<string, string> = new Map(
  Object.entries(manifest.exports).flatMap(([subpath, target]): [string, string][] => {
    if (typeof target === "string") {
      return [];
    }
    const source = target.default.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts");
    return [[manifest.name + subpath.slice(1), path.join(root, source)]];
  }),
);
