// Bytes that a browser loads: `createAudiences` and one adapter, against the packages they stand on.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { conclude, say } from "./support/result.ts";

const library = `
  export { createAudiences } from "../src/index.ts";
  export { whop } from "../adapters/whop.ts";
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

async function bytesOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}

const [ours, theirs] = [await bytesOf(library), await bytesOf(packages)];
say(`createAudiences and whop: ${ours} bytes; ky, zod and p-retry: ${theirs} bytes (min + gzip)`);
conclude({ bundle: { ratio: ours / theirs, limit: 1.5 } });
