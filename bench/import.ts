// CPU to import the library and three adapters, as published, against the packages they stand on.
import { pathToFileURL } from "node:url";

import * as z from "zod";

import { build } from "./support/build.ts";
import { nextMessage, start } from "./support/child.ts";
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";

const folder = pathToFileURL(`${await build()}/dist/`);
const library = [
  "src/index.js",
  "adapters/whop.js",
  "adapters/batch.js",
  "adapters/sonarly.js",
].map((file) => new URL(file, folder).href);
const packages = ["ky", "zod", "p-retry"];

async function packagesOf(modules: readonly string[]): Promise<readonly string[]> {
  const loaded = z
    .array(z.string())
    .parse(await nextMessage(start("variants/import-list", modules)));
  const names = loaded.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(url)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).toSorted();
}

const [ours, theirs] = [await packagesOf(library), await packagesOf(packages)];
say(`the library loads ${ours.join(", ")}; the packages load ${theirs.join(", ")}`);
const foreign = ours.filter((name) => !theirs.includes(name));

const compared = await compare({
  library: { script: "import-cost", input: library },
  packages: { script: "import-cost", input: packages },
});
spread("library and three adapters", compared.of("library", "cpu"), " ms of CPU");
spread("ky, zod and p-retry", compared.of("packages", "cpu"), " ms of CPU");
conclude({
  "import.cpu": { ratio: median(compared.ratios("cpu", "library", "packages")), limit: 1.15 },
  "import.foreign-packages": { ratio: foreign.length, limit: 0 },
});
