import { bundle } from "./bundle.ts";
import { chunkOf } from "./chunks.ts";
import { published } from "./entries.ts";
import { finishedPage } from "./page.ts";

/** Writes the code of the package, as it is published. */
export async function buildLibrary(folder: string): Promise<void> {
  await bundle({
    entries: published,
    folder,
    plugins: [finishedPage],
    groups: [{ debugName: "reading", name: chunkOf }],
  });
}
