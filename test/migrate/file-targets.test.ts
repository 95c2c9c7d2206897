import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { applyMigration, planMigration } from "../../src/migrate/index.ts";
import type { Plan, PlanOptions } from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";

let folder = "";
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "audiencekit-"));
  store = await openStore({ address: ":memory:" });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const members = [
  {
    identifiers: { email: ["ada@example.com", "ada@example.org"], externalId: ["c-1"] },
    attributes: { firstName: "Ada", plan: "pro" },
  },
  { identifiers: { externalId: ["c-2"] }, attributes: { firstName: "Grace" } },
];
const audiencesOf = () => createAudiences({ files: csv({ path: folder }) });

async function planInto(content: string, options: Partial<PlanOptions> = {}): Promise<Plan> {
  await writeFile(path.join(folder, "list.csv"), content);
  return planMigration(audiencesOf(), {
    from: { name: "people", members },
    to: { provider: "files", id: "list.csv" },
    store,
    ...options,
  });
}
const caveatsOf = ({ summary }: Plan): readonly string[] => summary.caveats.map(({ code }) => code);

test("the plan foretells what a file has no column for", async () => {
  const plan = await planInto("email,first name\n");
  expect(plan.summary).toMatchObject({ carried: 0, carriedWithLoss: 1, notCarried: 1 });
  expect(plan.summary.losses).toMatchObject([
    {
      reason: "NO_MATCHABLE_IDENTIFIER",
      count: 1,
      message: "They have no identifier that files takes: an email",
    },
    { reason: "FIELD_DROPPED", count: 1 },
  ]);
  expect(plan.summary.fields).toMatchObject([
    { name: "email", dropped: 1 },
    { name: "externalId", dropped: 1 },
    { name: "firstName", kept: 1 },
    { name: "plan", dropped: 1 },
  ]);
  const result = await applyMigration(audiencesOf(), plan, { store });
  expect(result).toMatchObject({ written: 1, rejected: 0 });
  const written = await readFile(path.join(folder, "list.csv"), "utf8");
  expect(written).toBe("email,first name\nada@example.com,Ada\n");
});

test("a crosswalk gives people what the columns of a file hold", async () => {
  const crosswalk = [{ identifiers: { externalId: ["c-2"], email: ["grace@example.com"] } }];
  const { summary } = await planInto("email\n", { crosswalk });
  expect(summary).toMatchObject({ carriedWithLoss: 2, crosswalk: { gained: 1, rescued: 1 } });
});

test("a file without a column for any identifier is refused before anybody is read", async () => {
  await expect(planInto("first name,city\nAda,London\n")).rejects.toThrow(/no column/);
});

test("the plan says that a file has people on it, though nobody has counted them", async () => {
  expect(caveatsOf(await planInto("email\nx@example.com\n"))).toContain("TARGET_HAS_MEMBERS");
  expect(caveatsOf(await planInto("email\n"))).not.toContain("TARGET_HAS_MEMBERS");
  expect(caveatsOf(await planInto(""))).not.toContain("TARGET_HAS_MEMBERS");
});

test("a new file without headers takes what its columns were said to be", async () => {
  const audiences = createAudiences({
    files: csv({ path: folder, header: false, columns: { email: 1, firstName: 2 } }),
  });
  const to = { provider: "files", name: "new" };
  const from = { name: "people", members };
  const plan = await planMigration(audiences, { from, to, store });
  expect(plan.summary).toMatchObject({ carriedWithLoss: 1, notCarried: 1 });
  await applyMigration(audiences, plan, { store });
  const written = await readFile(path.join(folder, "new.csv"), "utf8");
  expect(written).toBe("ada@example.com,Ada\r\n");
});

test("planning begins anew where the columns have changed since it was interrupted", async () => {
  const many = Array.from({ length: 12_000 }, (_, index) => ({
    identifiers: { email: [`p${index}@example.com`] },
    attributes: { plan: "pro" },
  }));
  const audiences = createAudiences({
    crm: memory({ audiences: [{ id: "vip" }], members: { vip: many } }),
    files: csv({ path: folder }),
  });
  const common = {
    from: { provider: "crm", id: "vip" },
    to: { provider: "files", id: "list.csv" },
    store,
  };
  const file = path.join(folder, "list.csv");
  await writeFile(file, "email\n");
  const stop = new AbortController();
  const onProgress = ({ read }: { readonly read: number }): void => {
    if (read > 11_000) {
      stop.abort(new Error("enough"));
    }
  };
  const first = planMigration(audiences, { ...common, signal: stop.signal, onProgress });
  await expect(first).rejects.toThrow("enough");
  await writeFile(file, "email,plan\n");
  await utimes(file, 1, 1);
  const { summary } = await planMigration(audiences, common);
  expect(summary).toMatchObject({ carried: many.length, carriedWithLoss: 0 });
});
