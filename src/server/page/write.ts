// A step of the build: the page's files, beside what the compiler wrote.
import { mkdir, rm, writeFile } from "node:fs/promises";

import { bundlePage } from "./bundle.ts";

const target = new URL("../../../dist/src/server/page/assets/", import.meta.url);

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [name, body] of await bundlePage()) {
  await writeFile(new URL(name, target), body);
}
