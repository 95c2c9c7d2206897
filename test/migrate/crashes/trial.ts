import { batch } from "../../../adapters/batch.ts";
import { whop } from "../../../adapters/whop.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import { isAudienceError } from "../../../src/core/errors.ts";
import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import type { MemberInput } from "../../../src/core/model.ts";
import { applyMigration } from "../../../src/migrate/apply/index.ts";
import type { ApplyResult } from "../../../src/migrate/apply/index.ts";
import { isMigrationError } from "../../../src/migrate/error.ts";
import type { Machine } from "../../../src/migrate/ledger/index.ts";
import { isStoreError, openStore } from "../../../src/store/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import type { Emulators } from "../../../src/testing/index.ts";
import { people, person } from "../../writing/support.ts";
import { plan } from "../support/plans.ts";
import { createLife } from "./fate.ts";
import type { Fate, Life } from "./fate.ts";
import { watchedFetch, watchedStore } from "./watched.ts";

/** Where the members go. */
export type Goal = "new batch" | "known batch" | "new whop" | "known whop";

export const goals: readonly [Goal, ...Goal[]] = [
  "new batch",
  "known batch",
  "new whop",
  "known whop",
];

/** A migration, and what befalls the processes that are at work on it, one after the other. */
export interface Trial {
  readonly goal: Goal;
  readonly members: number;
  readonly partSize: number;
  /** Whether Whop heeds keys. */
  readonly keys: "heeded" | "ignored";
  /** Whether somebody is suppressed between plan and apply. */
  readonly suppress: boolean;
  readonly fates: readonly Fate[];
}

export interface Outcome {
  readonly result: ApplyResult;
  /** Instants of each process. */
  readonly instants: readonly number[];
  /** How each process ended that did not finish. */
  readonly ends: readonly string[];
}

/** Those who are on a target that is there before. */
export const residents: readonly MemberInput[] = people(2, 1000);
const suppressed = 4;

interface World {
  readonly emulators: Emulators;
  readonly trial: Trial;
  readonly store: Store;
  /** Numbers of processes that are no more. */
  readonly graves: Set<number>;
}

function audiencesOf({ emulators }: World, life: Life) {
  const http: HttpOptions = {
    fetch: watchedFetch(emulators.fetch, life),
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      emulators.clock.advance(milliseconds);
    },
    now: emulators.clock.now,
    random: () => 0.5,
    requestsPerMinute: Number.POSITIVE_INFINITY,
  };
  const { accountId, apiKey } = emulators.whop;
  const { projectKey } = emulators.batch;
  return createAudiences({
    whop: whop({ apiKey, accountId, ...http }),
    batch: batch({ apiKey: emulators.batch.apiKey, projectKey, ...http }),
  });
}

async function prepare(world: World): Promise<void> {
  const { trial, emulators, store } = world;
  const { goal, partSize } = trial;
  const audiences = audiencesOf(world, createLife({}));
  const provider = goal.endsWith("batch") ? ("batch" as const) : ("whop" as const);
  let id: string | null = null;
  if (goal.startsWith("known")) {
    const made = await audiences.create({ provider, name: "vip", members: residents });
    ({ id } = made);
    emulators.clock.advance(60_000);
  }
  const members = people(trial.members);
  await plan(audiences, store, { to: { provider, id, name: "vip" }, members, partSize });
}

/** One process, from its start to its end. */
async function live(
  world: World,
  fate: Fate,
  number: number,
): Promise<{ readonly life: Life; readonly end: ApplyResult | string }> {
  const { trial, emulators, graves } = world;
  const life = createLife(fate);
  const machine: Machine = {
    host: "a machine",
    pid: number,
    started: "then",
    isRunning: (pid) => !graves.has(pid),
  };
  const sleep = async (milliseconds: number): Promise<void> => {
    life.signal.throwIfAborted();
    emulators.clock.advance(milliseconds);
  };
  const suppress = trial.suppress ? [person(suppressed)] : undefined;
  const work = applyMigration(audiencesOf(world, life), "run_1", {
    store: watchedStore(world.store, life),
    machine,
    signal: life.signal,
    now: emulators.clock.now,
    sleep,
    suppress,
  });
  const end = await Promise.race([
    work.catch((error: unknown) => wordsOf(error, life)),
    life.killed.then(() => "killed"),
  ]);
  work.catch(() => undefined);
  graves.add(number);
  return { life, end };
}

function wordsOf(error: unknown, { signal }: Life): string {
  if (signal.aborted && error === signal.reason) {
    return "aborted";
  }
  if (isMigrationError(error) || isAudienceError(error) || isStoreError(error)) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
  throw error;
}

const expectedMembers = ({ members, suppress }: Trial): readonly MemberInput[] =>
  people(members).filter((_member, index) => !(suppress && index === suppressed));

const idsOf = (members: readonly MemberInput[]): readonly string[] =>
  members.flatMap(({ identifiers }) => identifiers.externalId ?? []).toSorted();
const emailsOf = (members: readonly MemberInput[]): readonly string[] =>
  members.flatMap(({ identifiers }) => identifiers.email ?? []).toSorted();

/** What is at the vendor, row by row: nobody lost, nobody twice, nobody suppressed, one target. */
export function found({ emulators, trial }: Pick<World, "emulators" | "trial">): readonly string[] {
  if (trial.goal.endsWith("batch")) {
    return emulators.batch
      .members("vip")
      .map(({ id }) => id)
      .toSorted();
  }
  const named = [...emulators.whop.audiences.list()].filter(({ name }) => name === "vip");
  const rows = named.map(({ id }) => emulators.whop.uploads(id).map((upload) => upload.rows));
  const emails = named.flatMap(({ id }) =>
    emulators.whop.members(id).map(({ email }) => email ?? ""),
  );
  const sum = rows.flat().reduce((total, count) => total + count, 0);
  return [`${named.length} audiences`, `${sum} rows`, ...emails.toSorted()];
}

export function expected(trial: Trial): readonly string[] {
  const before = trial.goal.startsWith("known") ? residents : [];
  const all = [...before, ...expectedMembers(trial)];
  return trial.goal.endsWith("batch")
    ? idsOf(all)
    : ["1 audiences", `${all.length} rows`, ...emailsOf(all)];
}

/** Processes that are left in peace come after those that are not; so many are enough. */
const mostLives = 4;

/** Runs a migration through all its processes, to its end. */
export async function run(
  trial: Trial,
  address: string,
): Promise<Outcome & { found: readonly string[] }> {
  await using store = await openStore({ address });
  const emulators = createEmulators({
    size: 3,
    whop: { size: 3, idempotency: trial.keys },
  });
  const world: World = { emulators, trial, store, graves: new Set() };
  await prepare(world);
  const instants: number[] = [];
  const ends: string[] = [];
  for (let number = 0; number < trial.fates.length + mostLives; number += 1) {
    const { life, end } = await live(world, trial.fates[number] ?? {}, number + 1);
    instants.push(life.count());
    if (typeof end !== "string") {
      emulators.clock.advance(60_000);
      return { result: end, instants, ends, found: found(world) };
    }
    ends.push(end);
  }
  throw new Error(`It never ends: ${ends.join(" | ")}`);
}
