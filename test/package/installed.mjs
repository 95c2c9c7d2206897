// Runs in a project that has nothing but the package installed; its arguments are what can be imported of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const told = `import { registerHooks } from "node:module";
  registerHooks({ load: (url, context, next) => { console.error(url); return next(url, context); } });`;
const loaded = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
const modules = () => loaded.filter((url) => url.includes("/audiencekit/dist/"));
const packages = () =>
  new Set(loaded.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []));

// What reads is few files, and waits neither for what writes nor for packages that it does not need.
const { AudienceError, createAudiences, isAudienceError } = await import("audiencekit");
for (const vendor of ["whop", "batch", "sonarly"]) {
  await import(`audiencekit/adapters/${vendor}`);
}
assert.deepEqual(
  [...packages()].toSorted(),
  ["audiencekit", "is-network-error", "ky", "p-retry", "zod"],
  "packages that reading loads",
);
assert.ok(modules().length <= 10, `reading loads ${modules().length} files`);
const reading = modules().length;

// Writing comes with the first write, once, and fails with the class that everybody knows.
const { memory } = await import("audiencekit/adapters/memory");
const audiences = createAudiences({ memory: memory() });
const beforeWriting = modules().length;
await audiences.create({ provider: "memory", name: "VIP" });
assert.ok(modules().length > beforeWriting, "writing was loaded before the first write");
const refused = await audiences.create({ provider: "memory", name: "" }).catch((error) => error);
const kit = await import("audiencekit/adapter");
assert.ok(refused instanceof AudienceError && isAudienceError(refused), String(refused));
assert.equal(kit.AudienceError, AudienceError);

for (const specifier of process.argv.slice(2)) {
  await import(specifier);
}

// The page is there without a compiler of pages.
const { createServer } = await import("audiencekit/server");
const { openStore } = await import("audiencekit/store");
const store = await openStore({ address: ":memory:" });
const server = await createServer({ store, port: 0 });
for (const name of ["", "assets/page.js", "assets/page.css", "assets/licenses.txt"]) {
  const answer = await fetch(`${server.origin}/${name}`);
  assert.equal(answer.status, 200, `/${name}`);
  assert.ok((await answer.text()).length > 500, `/${name}`);
}
await server.close();
await store[Symbol.asyncDispose]();

// Help needs neither HTTP nor schemas.
const command = new URL("node_modules/audiencekit/dist/src/cli/main.js", import.meta.url);
const { status, stderr } = spawnSync(
  process.execPath,
  [
    `--import=data:text/javascript,${encodeURIComponent(told)}`,
    fileURLToPath(command),
    "list",
    "--help",
  ],
  { encoding: "utf8" },
);
assert.equal(status, 0, stderr);
assert.match(stderr, /node_modules\/commander\//);
assert.doesNotMatch(stderr, /node_modules\/(?:ky|zod|hono|p-retry|cosmiconfig|kysely)\//);

process.stdout.write(`${reading} files to read three vendors`);
