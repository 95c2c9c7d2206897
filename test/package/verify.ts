// Packs the package as it would be published, installs it into an empty project and imports every subpath of it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "audiencekit-package-"));
const run = (command: string, parts: readonly string[], cwd: string): string =>
  execFileSync(command, parts, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** What may be published: what was built, and the papers. */
const allowed =
  /^(?:dist\/(?:src|adapters|chunks)\/.+\.js|dist\/(?:src|adapters)\/.+\.d\.ts|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;

try {
  run("npm", ["run", "build", "--silent"], root);
  const packed: unknown = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  );
  // npm 11 gives a list, later ones an object by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own documented output
  const [{ filename, files }] = Object.values(packed as Record<string, Packed>) as [Packed];
  const strangers = files.map((file) => file.path).filter((file) => !allowed.test(file));
  if (strangers.length > 0) {
    throw new Error(`The package holds what it should not: ${strangers.join(", ")}`);
  }
  const tarball = path.join(folder, path.basename(filename));
  run("npx", ["publint", "run", tarball, "--strict"], root);
  run("npx", ["attw", tarball, "--profile", "esm-only"], root);

  writeFileSync(path.join(folder, "package.json"), '{ "type": "module", "private": true }');
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball], folder);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    readonly exports: Record<string, unknown>;
  };
  const subpaths = Object.keys(manifest.exports).filter((key) => key !== "./package.json");
  copyFileSync(path.join(root, "test/package/installed.mjs"), path.join(folder, "installed.mjs"));
  const specifiers = subpaths.map((key) => `audiencekit${key.slice(1)}`);
  const told = run(process.execPath, ["installed.mjs", ...specifiers], folder);
  const version = run("npx", ["audiencekit", "--version"], folder).trim();
  const listed = run("npx", ["audiencekit", "list", "--emulate", "--limit", "3", "--json"], folder);
  if (!/^\d+\.\d+\.\d+/.test(version) || !listed.includes('"audiences"')) {
    throw new Error("The installed command does not run.");
  }
  process.stdout.write(
    `package: ${files.length} files, ${subpaths.length} subpaths, ${told}, command runs\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
