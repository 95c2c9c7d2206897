// Bytes that a browser loads: `createAudiences` and one adapter, as published, against the packages they stand on.
import path from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { build as buildPackage } from "./support/build.ts";
import { conclude, say } from "./support/result.ts";

const libraryWith = (vendor: string): string => `
  export { createAudiences } from "audiencekit";
  export { ${vendor} } from "audiencekit/adapters/${vendor}";
`;
/** Of zod, what an adapter uses. */
const packages = `
  import * as z from "zod";
  export { default as ky } from "ky";
  export { default as pRetry } from "p-retry";
  export const schema = z.looseObject({
    text: z.string().min(1),
    either: z.union([z.number(), z.string()]).nullish(),
    list: z.array(z.unknown()),
    flag: z.boolean(),
    always: z.literal(true),
  });
`;

/** What is loaded at once, and what is loaded later by the first write. */
interface Size {
  readonly entry: number;
  readonly later: number;
}

async function sizeOf(contents: string): Promise<Size> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: await buildPackage() },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    metafile: true,
    outdir: "out",
    write: false,
  });
  const chunks = new Map(Object.entries(metafile.outputs));
  const atOnce = new Set<string>();
  const load = (name: string): void => {
    atOnce.add(name);
    for (const { path: imported, kind } of chunks.get(name)?.imports ?? []) {
      if (kind === "import-statement" && !atOnce.has(imported)) {
        load(imported);
      }
    }
  };
  for (const [name, { entryPoint }] of chunks) {
    if (entryPoint === "<stdin>") {
      load(name);
    }
  }
  const size = { entry: 0, later: 0 };
  for (const file of outputFiles) {
    const bytes = gzipSync(file.contents, { level: 9 }).byteLength;
    size[atOnce.has(path.relative(".", file.path)) ? "entry" : "later"] += bytes;
  }
  return size;
}

const theirs = await sizeOf(packages);
say(`ky, zod and p-retry: ${theirs.entry} bytes (min + gzip)`);
const results: Record<string, { ratio: number; limit: number }> = {};
for (const vendor of ["whop", "batch", "sonarly"]) {
  const ours = await sizeOf(libraryWith(vendor));
  say(`createAudiences and ${vendor}: ${ours.entry}, and ${ours.later} more with the first write`);
  results[`bundle.${vendor}`] = { ratio: ours.entry / theirs.entry, limit: 1.5 };
}
conclude(results);
