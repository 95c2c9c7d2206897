import { createRequire } from "node:module";

/** The package's version. By its name, as the way to its top differs between the sources and what is built. */
export function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("audiencekit/package.json");
  const known = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return known ? String(manifest.version) : "unknown";
}
