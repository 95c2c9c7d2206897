import { canariesIn } from "./canaries.ts";
import type { Client, Ending, Target } from "./client.ts";
import type { VendorName } from "./dialects.ts";
import { outcomeOf } from "./fault.ts";
import type { Failed, Fault, Outcome } from "./fault.ts";
import { createRawServer } from "./raw-server.ts";
import { createVirtualTime } from "./virtual-time.ts";
import type { VirtualTime } from "./virtual-time.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

/** What a client can do wrong. */
export type Wrong =
  | "hang" // it does not end
  | "silent" // it says that all is well, and it is not
  | "lost" // something was not delivered that could be
  | "doubled" // something came twice
  | "invented" // something came that was never listed
  | "untyped" // its error does not say what happened
  | "unresumable" // once the vendor is healed, the rest does not come
  | "hammering" // more requests than it should make, or other waits
  | "astray" // it went where it must not go
  | "leaking" // a canary is in what it says
  | "leftover" // a connection is still waiting
  | "unnoticed"; // it does not say what it should

export interface Violation {
  readonly wrong: Wrong;
  readonly what: string;
}

interface Reading {
  readonly ids: readonly string[];
  readonly ending: Ending | undefined;
  readonly thrown: unknown;
}

const hung: unique symbol = Symbol("hung");

/** A real clock, because a hang is real; only a client that fails ever feels it. */
async function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
): Promise<Value | typeof hung> {
  let timer: NodeJS.Timeout | undefined;
  const bell = new Promise<typeof hung>((resolve) => {
    timer = setTimeout(() => resolve(hung), milliseconds);
  });
  try {
    return await Promise.race([promise, bell]);
  } finally {
    clearTimeout(timer);
  }
}

async function read(client: Client, target: Target, token?: string): Promise<Reading> {
  const ids: string[] = [];
  try {
    const ending = await client.read(target, (id) => void ids.push(id), token);
    return { ids, ending, thrown: undefined };
  } catch (thrown) {
    return { ids, ending: undefined, thrown };
  }
}

const sameInAnyOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === one.length;

const fits = (
  value: number | undefined,
  [least, most]: readonly [least: number, most: number],
): boolean => value !== undefined && value >= least && value <= most;

/** Watches what one client makes of one fault at one vendor. */
export async function judge(
  client: Client,
  fault: Fault,
  vendor: VendorName,
  patience = 8000,
): Promise<readonly Violation[]> {
  const elsewhere = await createRawServer(({ socket, answered }) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    answered();
  });
  const world = await createWorld(vendor, fault, elsewhere.origin);
  try {
    const violations = await judgeIn(world, client, fault, patience);
    return elsewhere.connections() === 0
      ? violations
      : [...violations, { wrong: "astray", what: "the other server was asked" }];
  } finally {
    await world.close();
    await elsewhere.close();
  }
}

async function judgeIn(
  world: World,
  client: Client,
  fault: Fault,
  patience: number,
): Promise<readonly Violation[]> {
  const { vendor, access, server } = world;
  const expected = outcomeOf(fault, vendor);
  const time = createVirtualTime();
  const base = { ...time.options, requestsPerMinute: Number.POSITIVE_INFINITY, retryDelay: 100 };
  const target = { vendor, access, options: { ...base, ...fault.options } };
  const first = await unreachable(fault, target);
  const violations: Violation[] = [];
  const blame = (wrong: Wrong, what: string): void => void violations.push({ wrong, what });

  const reading = await within(patience, read(client, first));
  if (reading === hung) {
    return [{ wrong: "hang", what: `nothing for ${patience} ms` }];
  }
  const requests = server.requests.length;
  judgeDelivery(world, expected, reading, blame);
  judgeEnding(expected, reading, blame);
  judgePace(expected, requests, time, blame);
  if ((await within(patience, server.quiet())) === hung) {
    blame("leftover", `${server.waiting()} connections wait`);
  }
  world.heal();
  if (expected.ends === "failed") {
    await judgeResumption(world, client, { ...target, options: base }, reading, expected, blame);
  }
  const found = canariesIn([reading.thrown, ...(reading.ending?.said ?? [])]);
  if (found.length > 0) {
    blame("leaking", found.join(", "));
  }
  return violations;
}

/** Where nobody answers: a port that was just given back, or a name that is none. */
async function unreachable({ unreachable: how }: Fault, target: Target): Promise<Target> {
  if (how === undefined) {
    return target;
  }
  if (how === "no such host") {
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND api.invalid"), {
      code: "ENOTFOUND",
    });
    const fetch = (): Promise<never> => Promise.reject(new TypeError("fetch failed", { cause }));
    return { ...target, options: { ...target.options, fetch } };
  }
  const closed = await createRawServer(() => undefined);
  await closed.close();
  return { ...target, access: { ...target.access, baseUrl: `${closed.origin}/v1` } };
}

type Blame = (wrong: Wrong, what: string) => void;

function judgeDelivery(
  world: World,
  expected: Outcome,
  { ids, ending }: Reading,
  blame: Blame,
): void {
  const all = world.throughout();
  const wanted =
    expected.ends === "failed"
      ? all.slice(0, expected.pages * 3)
      : expected.ends === "damaged"
        ? all.filter((_, index) => index < 3 || index >= 3 + expected.refused)
        : all;
  const missing = wanted.filter((id) => !ids.includes(id));
  const strangers = ids.filter((id) => !world.ever().has(id));
  if (missing.length > 0) {
    blame(ending?.complete === true ? "silent" : "lost", `${missing.length} items`);
  }
  if (new Set(ids).size < ids.length) {
    blame("doubled", `${ids.length - new Set(ids).size} items`);
  }
  if (strangers.length > 0) {
    blame("invented", strangers.join(", "));
  }
  const ordered = expected.ends !== "whole" || expected.unordered !== true;
  const throughout = ids.filter((id) => wanted.includes(id));
  if (missing.length === 0 && ordered && throughout.join() !== wanted.join()) {
    blame("lost", "the order of the vendor");
  }
}

function judgeEnding(expected: Outcome, { ending, thrown }: Reading, blame: Blame): void {
  if (ending === undefined) {
    blame("untyped", `threw ${String(thrown)}`);
    return;
  }
  const { failure } = ending;
  if (ending.complete !== (expected.ends === "whole")) {
    const what = `says complete: ${ending.complete}, ${failure?.code ?? "no failure"}`;
    blame(ending.complete ? "silent" : "lost", what);
  }
  if (expected.ends === "failed") {
    judgeFailure(expected, ending, blame);
  } else if (expected.ends === "damaged") {
    if (ending.refused !== expected.refused || !ending.noticed?.includes("invalid_record")) {
      blame("unnoticed", `${ending.refused} records refused`);
    }
    if (ending.token !== undefined) {
      blame("unresumable", "a token, though nothing can be continued");
    }
  } else if (ending.noticed !== undefined) {
    const { noticed = [], duplicates = 0 } = expected;
    if (noticed.some((code) => ending.noticed?.includes(code) !== true)) {
      blame("unnoticed", `noticed ${ending.noticed.join(", ")}`);
    }
    if (ending.duplicates !== duplicates) {
      blame("unnoticed", `${ending.duplicates} duplicates`);
    }
  }
}

function judgeFailure(expected: Failed, { failure }: Ending, blame: Blame): void {
  if (failure === undefined) {
    return; // it has been blamed for being silent
  }
  const typed =
    failure.code === expected.code &&
    failure.provider !== undefined &&
    failure.operation === "list" &&
    (expected.status === undefined || failure.status === expected.status) &&
    (expected.vendorCode === undefined || failure.vendorCode === expected.vendorCode) &&
    (expected.retryAfter === undefined || fits(failure.retryAfter, expected.retryAfter));
  if (!typed) {
    const { code, status, vendorCode, retryAfter } = failure;
    blame("untyped", JSON.stringify({ code, status, vendorCode, retryAfter }));
  }
}

function judgePace(expected: Outcome, requests: number, time: VirtualTime, blame: Blame): void {
  const allowed = expected.ends === "damaged" ? undefined : expected.requests;
  if (allowed !== undefined && requests !== allowed) {
    blame("hammering", `${requests} requests`);
  }
  const ranges = expected.ends === "damaged" ? undefined : expected.waits;
  const waits = time.waits.filter((wait) => wait > 0);
  const kept =
    ranges === undefined
      ? waits.every((wait) => fits(wait, [0, 120_000]))
      : waits.length === ranges.length && ranges.every((range, index) => fits(waits[index], range));
  if (!kept || time.pending() > 0) {
    blame("hammering", `waited ${waits.join(", ")} ms`);
  }
}

async function judgeResumption(
  world: World,
  client: Client,
  target: Target,
  first: Reading,
  expected: Failed,
  blame: Blame,
): Promise<void> {
  const { token } = first.ending ?? {};
  if (token === undefined) {
    blame("unresumable", "no position to go on from");
    return;
  }
  const rest = await within(8000, read(client, target, token));
  if (rest === hung) {
    blame("hang", "on going on");
    return;
  }
  if (expected.then === "anew") {
    const anew = await read(client, target);
    if (rest.ids.length > 0 || !sameInAnyOrder(anew.ids, world.list.ids())) {
      blame("unresumable", "neither from the position nor anew");
    }
    return;
  }
  const all = [...first.ids, ...rest.ids];
  if (rest.ending?.complete !== true || !sameInAnyOrder(all, world.throughout())) {
    const failure = rest.ending?.failure?.code ?? String(rest.thrown);
    blame("unresumable", `${rest.ids.length} more, ${failure}`);
  }
}
