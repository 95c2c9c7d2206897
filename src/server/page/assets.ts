import { readdir, readFile } from "node:fs/promises";

import { asset } from "./asset.ts";
import type { PageAsset } from "./asset.ts";

/** Where the build puts the page; not there when the sources run as they are. */
const built = new URL("assets/", import.meta.url);

/**
 * The page, by the path it is served at: `/` and `/assets/…`. From the package these are files; from the sources they
 * are bundled here and now.
 */
export async function pageAssets(): Promise<ReadonlyMap<string, PageAsset>> {
  const files = (await filesOf(built)) ?? (await bundled());
  return new Map(
    [...files].map(([name, body]) => [
      name === "index.html" ? "/" : `/assets/${name}`,
      asset(name, body),
    ]),
  );
}

async function bundled(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const { bundlePage } = await import("./bundle.ts");
  return await bundlePage();
}

async function filesOf(
  folder: URL,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>> | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    return undefined;
  }
  const read = async (name: string) => [name, await readFile(new URL(name, folder))] as const;
  return new Map(await Promise.all(names.map(read)));
}
