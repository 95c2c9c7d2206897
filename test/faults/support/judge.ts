import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import { canariesIn } from "./canaries.ts";
import type { Client, Target } from "./client.ts";
import { createDeadline } from "./deadline.ts";
import type { VendorName } from "./dialects.ts";
import { outcomeOf } from "./fault.ts";
import type { Failed, Fault } from "./fault.ts";
import { createRawServer } from "./raw-server.ts";
import { judgeDelivery, judgeEnding, judgePace } from "./verdict.ts";
import type { Blame, Reading, Violation, Wrong } from "./verdict.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

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

/** Watches what one client makes of one fault at one vendor. */
export async function judge(
  client: Client,
  fault: Fault,
  vendor: VendorName,
  patience = 20_000,
): Promise<readonly Violation[]> {
  const elsewhere = await createRawServer(({ socket, answered }) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    answered();
  });
  using deadline = fault.silent === true ? createDeadline() : undefined;
  const world = await createWorld(vendor, fault, elsewhere.origin, deadline);
  const timeout = deadline && { timeout: deadline.timeout };
  try {
    const violations = await judgeIn(world, client, fault, patience, timeout);
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
  timeout: HttpOptions = {},
): Promise<readonly Violation[]> {
  const { vendor, access, server } = world;
  const expected = outcomeOf(fault, vendor);
  const time = createVirtualTime();
  const base = { ...time.options, requestsPerMinute: Number.POSITIVE_INFINITY, retryDelay: 100 };
  const target = { vendor, access, options: { ...base, ...fault.options, ...timeout } };
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
  const rest = await within(20_000, read(client, target, token));
  if (rest === hung) {
    blame("hang", "on going on");
    return;
  }
  if (expected.afterwards === "anew") {
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
