import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { inspect } from "node:util";

import { expect, test } from "vitest";

import {
  applyMigration,
  migrationStatus,
  undoMigration,
  verifyMigration,
} from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createWorld } from "../writing/support.ts";
import type { Trouble } from "../writing/support.ts";
import { plan } from "./support/plans.ts";
import { emptyPlace } from "./support/stores.ts";

const email = "canary.person@canary-mail.example";
const phone = "+4915112345678";
const name = "Canaryname";
const externalId = "canary-id-77";
const member = {
  identifiers: { email: [email], phone: [phone], externalId: [externalId] },
  attributes: { firstName: name },
};
const suppressedEmail = "canary.suppressed@canary-mail.example";

/** In the forms in which somebody can be found again. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const hashes = ["md5", "sha1", "sha256"].flatMap((kind) => {
    const digest = createHash(kind).update(value).digest();
    return [digest.toString("hex"), digest.toString("base64").slice(0, 20)];
  });
  const encoded = [bytes.toString("hex"), bytes.toString("base64").slice(0, -4)];
  return [value, encodeURIComponent(value), ...encoded, ...hashes];
}
const forms = [email, phone, name, externalId, suppressedEmail].flatMap(formsOf);
const findings = (text: string): readonly string[] => forms.filter((form) => text.includes(form));

const failing: Trouble = async (call, next) => {
  if (["create", "update", "addPeople"].includes(call.operation)) {
    const error = { type: "x", message: `${email} is not right` };
    const body = {
      error,
      error_code: "X",
      error_message: `${phone} is not right, nor is ${email}`,
    };
    return Response.json(body, { status: 422 });
  }
  return next();
};

test.for(["whop", "batch"] as const)(
  "a migration to %s tells nobody's name: not in its progress, results, status or errors",
  async (provider) => {
    await using place = await emptyPlace("sqlite");
    await using store = await openStore(place);
    const world = createWorld();
    await plan(world.audiences, store, { to: { provider }, members: [member] });
    const told: unknown[] = [];
    const options = {
      store,
      now: world.emulators.clock.now,
      sleep: world.sleep,
      suppress: [{ identifiers: { email: [suppressedEmail] } }],
      onProgress: (progress: unknown) => void told.push(progress),
    };
    world.trouble = failing;
    await applyMigration(world.audiences, "run_1", options).catch((error: unknown) =>
      told.push(error),
    );
    world.trouble = (_call, next) => next();
    told.push(await applyMigration(world.audiences, "run_1", options));
    told.push(await migrationStatus("run_1", { store }));
    told.push(await verifyMigration(world.audiences, "run_1", { store }));
    const steps = await store.database.selectFrom("migration_steps").selectAll().execute();
    const journal = await store.database.selectFrom("migration_journal").selectAll().execute();
    const suppressed = await store.database
      .selectFrom("migration_suppressed")
      .selectAll()
      .execute();
    expect(steps.length).toBeGreaterThan(0);
    expect(suppressed).toHaveLength(1);
    told.push(steps, journal, suppressed, await undoMigration(world.audiences, "run_1", { store }));
    const text = told.map((each) => `${inspect(each, { depth: 10 })} ${JSON.stringify(each)}`);
    expect(text.join("\n").length).toBeGreaterThan(2000);
    expect(findings(text.join("\n"))).toEqual([]);
  },
);

test("whoever is suppressed is not in the store, by no name and no plain hash", async () => {
  await using place = await emptyPlace("sqlite");
  await using store = await openStore(place);
  const world = createWorld();
  const other = { identifiers: { externalId: ["somebody"] } };
  const suppress = [{ identifiers: { email: [suppressedEmail] } }];
  await plan(world.audiences, store, { to: { provider: "batch" }, members: [other], suppress });
  const folder = path.dirname(place.address.replace("file:", ""));
  const files = await readdir(folder);
  const texts = await Promise.all(
    files.map(async (file) => (await readFile(path.join(folder, file))).toString("latin1")),
  );
  expect(texts.join("").includes("somebody")).toBe(true);
  expect(findings(texts.join(""))).toEqual([]);
});
