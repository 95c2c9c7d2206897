import { describe, expect, test } from "vitest";

import {
  beginPlanning,
  findRun,
  finishPlanning,
  loadPlan,
  loadPlanningState,
  loadRun,
  listParts,
  readPart,
  saveParts,
} from "../../src/migrate/ledger/index.ts";
import { textOf } from "../../src/migrate/ledger/part-text.ts";
import type { PlannedPart } from "../../src/migrate/ledger/planning-record.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { refusal } from "./support/refusal.ts";
import { emptyPlace, engines } from "./support/stores.ts";

const begin = {
  createdAt: "2026-11-02T08:00:00.000Z",
  inputs: "digest of what was asked for",
  label: "memory:a → batch",
  salt: "00ff",
  suppressed: new Uint8Array([1, 2, 3]),
};

const part = (number: number, count: number): PlannedPart => ({
  number,
  members: Array.from({ length: count }, (_, index) => ({
    identifiers: { externalId: [`${number}-${index}`] },
    attributes: { note: 'a "quoted" \u0000 one' },
  })),
  fingerprints: new Uint8Array([number, 0, 255]),
});

const plan = {
  version: 1,
  id: "run_1",
  from: {},
  to: {},
  summary: {},
  parts: 2,
  members: 3,
  digest: "",
} as const;

async function all(store: Store, from = 1): Promise<readonly PlannedPart[]> {
  const parts: PlannedPart[] = [];
  for (const { number } of await listParts(store, "run_1")) {
    if (number >= from) {
      parts.push(await readPart(store, "run_1", number));
    }
  }
  return parts;
}

describe.for(engines)("a ledger on %s", (engine) => {
  test("a planning that was killed goes on where it was", async () => {
    await using place = await emptyPlace(engine);
    {
      await using store = await openStore(place);
      expect(await beginPlanning(store, "run_1", begin)).toBeUndefined();
      const tally = { read: 2, é: "x" };
      await saveParts(store, "run_1", {
        parts: [part(1, 2)].map(textOf),
        tally,
        continuationToken: "next",
      });
    }
    await using store = await openStore(place);
    expect(await beginPlanning(store, "run_1", begin)).toEqual({
      ...begin,
      parts: 1,
      tally: { read: 2, é: "x" },
      continuationToken: "next",
      planned: false,
    });
    expect(await all(store)).toEqual([part(1, 2)]);
  });

  test("a finished plan is found by what was asked for, and does not change any more", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await beginPlanning(store, "run_1", { ...begin, suppressed: null });
    const step = { tally: {}, continuationToken: null };
    await saveParts(store, "run_1", { parts: [part(1, 2), part(2, 1)].map(textOf), ...step });
    await finishPlanning(store, "run_1", plan);
    expect(await findRun(store, begin.inputs)).toEqual({ id: "run_1", state: "planned" });
    expect(await findRun(store, "something else")).toBeUndefined();
    expect(await loadPlan(store, "run_1")).toEqual(plan);
    expect(await loadPlanningState(store, "run_1")).toMatchObject({
      planned: true,
      suppressed: null,
    });
    expect(await all(store, 2)).toEqual([part(2, 1)]);
    expect((await refusal(saveParts(store, "run_1", { parts: [], ...step }))).code).toBe(
      "not_found",
    );
    expect((await refusal(finishPlanning(store, "run_1", plan))).code).toBe("not_found");
  });

  test("a planning that was asked for something else is not gone on with", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await beginPlanning(store, "run_1", begin);
    const error = await refusal(beginPlanning(store, "run_1", { ...begin, inputs: "other" }));
    expect(error).toMatchObject({ code: "invalid_argument", run: "run_1" });
  });

  test("of two who make the same plan, the second is told so", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await beginPlanning(store, "run_1", begin);
    const step = { tally: {}, continuationToken: "next" };
    await saveParts(store, "run_1", { parts: [part(1, 2)].map(textOf), ...step });
    const second = saveParts(store, "run_1", { parts: [part(1, 5)].map(textOf), ...step });
    expect((await refusal(second)).code).toBe("busy");
    expect(await all(store)).toEqual([part(1, 2)]);
  });

  test.for([
    ["other members", { members: Buffer.from("[]") }],
    ["other fingerprints", { fingerprints: Buffer.from("AAAA") }],
    ["broken members", { members: Buffer.from("[") }],
  ] as const)("a part with %s is refused by its number", async ([, change]) => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await beginPlanning(store, "run_1", begin);
    const step = { tally: {}, continuationToken: null };
    await saveParts(store, "run_1", { parts: [part(1, 2), part(2, 1)].map(textOf), ...step });
    await store.database
      .updateTable("migration_parts")
      .set(change)
      .where("number", "=", 2)
      .execute();
    const error = await refusal(all(store));
    expect(error.code).toBe("damaged");
    expect(error.message).toContain("Part 2");
  });

  test("a part that is missing is refused by its number", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await beginPlanning(store, "run_1", begin);
    const step = { tally: {}, continuationToken: null };
    await saveParts(store, "run_1", { parts: [part(1, 2), part(2, 1)].map(textOf), ...step });
    await store.database.deleteFrom("migration_parts").where("number", "=", 1).execute();
    expect((await refusal(all(store))).message).toContain("Part 1");
  });

  test("a run that is not there is not found, with the store's name", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const error = await refusal(loadRun(store, "run_9"));
    expect(error.code).toBe("not_found");
    expect(error.message).toContain(store.label);
  });
});
