import { asset } from "./asset.ts";
import type { PageAsset } from "./asset.ts";

/** The page, by the path it is served at: `/` and `/assets/…`. */
export async function pageAssets(): Promise<ReadonlyMap<string, PageAsset>> {
  // From the sources the page is bundled here and now; the package holds what this gives.
  const { bundlePage } = await import("./bundle.ts");
  return new Map(
    [...(await bundlePage())].map(([name, body]) => [
      name === "index.html" ? "/" : `/assets/${name}`,
      asset(name, body),
    ]),
  );
}
