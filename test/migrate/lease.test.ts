import { describe, expect, test } from "vitest";

import { isLeased, record, takeLease, beginPlanning } from "../../src/migrate/ledger/index.ts";
import type { Machine } from "../../src/migrate/ledger/index.ts";
import { openStore } from "../../src/store/index.ts";
import { refusal } from "./support/refusal.ts";
import { emptyPlace, engines } from "./support/stores.ts";

const alive = new Set<string>();
const machine = (host: string, pid: number, started = "then"): Machine => ({
  host,
  pid,
  started,
  isRunning: (other, since) => alive.has(`${host} ${other} ${since}`),
});
const inMinutes = (minutes: number) => () => Date.now() + minutes * 60_000;

describe.for(engines)("a lease, its store on %s", (engine) => {
  test("is one process' alone while that lives, and the next one's when it is dead", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    alive.add("here 1 then");
    await takeLease(store, "run_1", { machine: machine("here", 1) });
    const second = machine("here", 2);
    const error = await refusal(takeLease(store, "run_1", { machine: second }));
    expect(error).toMatchObject({ code: "busy", run: "run_1" });
    expect(error.retryAfter).toBeGreaterThan(0);
    expect(await isLeased(store, "run_1", { machine: second })).toBe(true);
    // Long after it would have run out: the process is there, and may only have slept.
    const now = inMinutes(60);
    expect((await refusal(takeLease(store, "run_1", { machine: second, now }))).code).toBe("busy");
    alive.clear();
    expect(await isLeased(store, "run_1", { machine: second })).toBe(false);
    await using lease = await takeLease(store, "run_1", { machine: second });
    expect(lease).toBeDefined();
  });

  test("of a process whose number another one has now is free", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await takeLease(store, "run_1", { machine: machine("here", 1, "then") });
    alive.add("here 1 later");
    await using lease = await takeLease(store, "run_1", { machine: machine("here", 2) });
    expect(lease).toBeDefined();
    alive.clear();
  });

  test("of another machine is free when nothing was heard of it for a minute", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await takeLease(store, "run_1", { machine: machine("there", 1) });
    const here = machine("here", 1);
    expect((await refusal(takeLease(store, "run_1", { machine: here }))).code).toBe("busy");
    const now = inMinutes(2);
    await using lease = await takeLease(store, "run_1", { machine: here, now });
    expect(lease).toBeDefined();
  });

  test("that is torn does not block for ever", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    await store.database
      .insertInto("leases")
      .values({ name: "run_1", holder: "", host: "", pid: 0, started: "", expires_at: 2 ** 52 })
      .execute();
    await using lease = await takeLease(store, "run_1", { machine: machine("here", 1) });
    expect(lease).toBeDefined();
  });

  test("that was taken over lets nothing be written any more", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const begin = { createdAt: "", inputs: "", label: "", salt: "", suppressed: null };
    await beginPlanning(store, "run_1", begin);
    const first = await takeLease(store, "run_1", { machine: machine("here", 1) });
    await using second = await takeLease(store, "run_1", { machine: machine("here", 2) });
    const recording = { phase: "apply", steps: [], state: "applied" } as const;
    expect((await refusal(record(store, "run_1", first, recording))).code).toBe("busy");
    await first[Symbol.asyncDispose](); // it has nothing to give back
    await record(store, "run_1", second, recording);
    expect(await isLeased(store, "run_1", { machine: machine("here", 2) })).toBe(true);
  });

  test("is taken by one of many calls of one process", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, () => takeLease(store, "run_1", { machine: machine("here", 1) })),
    );
    const [lease, ...more] = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    expect(more).toEqual([]);
    const refusals = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refusals.map((error) => String(Reflect.get(Object(error), "code")))).toEqual(
      Array.from({ length: 7 }, () => "busy"),
    );
    await lease?.[Symbol.asyncDispose]();
    expect(await isLeased(store, "run_1", { machine: machine("here", 1) })).toBe(false);
  });

  test("is taken by one of many who want it at once", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const names = Array.from({ length: 8 }, (_, index) => `here ${index} then`);
    names.forEach((name) => alive.add(name));
    const taking = names.map((_name, pid) =>
      takeLease(store, "run_1", { machine: machine("here", pid) }).then(
        () => "taken",
        (error: unknown) => String(Reflect.get(Object(error), "code")),
      ),
    );
    const ends = await Promise.all(taking);
    expect(ends.filter((end) => end === "taken")).toHaveLength(1);
    expect(ends.filter((end) => end === "busy")).toHaveLength(7);
    alive.clear();
  });
});
