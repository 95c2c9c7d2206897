import type { Normalize } from "../../core/writing/normalize.ts";
import type { Store } from "../../store/index.ts";
import { isMigrationError, MigrationError } from "../error.ts";
import { beginPlanning, findRun, loadPlanningState, takeLease } from "../ledger/index.ts";
import type { Lease } from "../ledger/index.ts";
import { createMarking, createSalt } from "../marks.ts";
import type { Marking } from "../marks.ts";
import { readSave } from "./carry-out.ts";
import type { PlanningSave } from "./carry-out.ts";
import { readLists } from "./lists.ts";
import type { Lists } from "./lists.ts";
import type { PlanOptions } from "./options.ts";

/** A run whose planning another process has begun. */
interface Earlier {
  readonly id: string;
  readonly createdAt: string;
  readonly salt: string;
  readonly token: string | null;
  readonly save: PlanningSave;
}

/** What is about to be planned. */
export interface Beginning {
  readonly store: Store;
  /** Everything that was asked for but the lists, as a digest: the same again goes on with it. */
  readonly inputs: string;
  /** For people, without personal data. */
  readonly label: string;
  readonly isResumable: boolean;
  readonly normalize: Normalize;
  readonly options: Pick<PlanOptions, "crosswalk" | "suppress" | "signal">;
}

/** A run that is being planned. */
export interface Begun {
  readonly id: string;
  readonly createdAt: string;
  /** What an earlier process had done of it. */
  readonly earlier: Earlier | undefined;
  readonly marking: Marking;
  readonly lists: Lists;
  /** Keeps all others from it; the caller's, to be let go of at the end. */
  readonly lease: Lease;
}

function newId(): string {
  return `run_${Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(8))).toString("hex")}`;
}

/** Those who begin the same at the same time do so one by one: the second is to find the run of the first. */
async function inTurn<Result>(
  { store, inputs, label }: Beginning,
  work: () => Promise<Result>,
): Promise<Result> {
  const turn = await takeLease(store, `planning ${inputs}`).catch((error: unknown) => {
    if (!isMigrationError(error) || error.code !== "busy") {
      throw error;
    }
    const { retryAfter } = error;
    const message = `Somebody is about to plan the same: ${label}. Wait for it or stop it, and repeat the command.`;
    throw new MigrationError("busy", message, { retryAfter });
  });
  try {
    return await work();
  } finally {
    await turn[Symbol.asyncDispose]();
  }
}

/** The run that is being planned in these words, if there is one. */
async function findBegun(store: Store, inputs: string): Promise<string | undefined> {
  const found = await findRun(store, inputs);
  return found?.state === "planning" ? found.id : undefined;
}

async function loadEarlier(store: Store, id: string): Promise<Earlier | undefined> {
  const state = await loadPlanningState(store, id);
  const save = state?.planned === false ? readSave(state.tally) : undefined;
  if (state === undefined || save === undefined) {
    return undefined;
  }
  const { createdAt, salt, continuationToken: token } = state;
  return { id, createdAt, salt, token, save };
}

/** Goes on with a run if it was begun with the same lists, or begins a new one. */
async function enter(beginning: Beginning, begun: string | undefined): Promise<Begun> {
  const { store, inputs, label, normalize, options } = beginning;
  let lease = begun === undefined ? undefined : await takeLease(store, begun);
  try {
    const before = begun === undefined ? undefined : await loadEarlier(store, begun);
    const marking = createMarking(before?.salt ?? createSalt(), normalize);
    const lists = await readLists(options, marking, options.signal);
    if (lease !== undefined && before?.save.lists === lists.digest) {
      const { id, createdAt } = before;
      return { id, createdAt, earlier: before, marking, lists, lease };
    }
    await lease?.[Symbol.asyncDispose]();
    const id = newId();
    lease = await takeLease(store, id);
    const createdAt = new Date().toISOString();
    const suppressed = lists.suppression?.bytes() ?? null;
    await beginPlanning(store, id, { createdAt, inputs, label, salt: marking.salt, suppressed });
    return { id, createdAt, earlier: undefined, marking, lists, lease };
  } catch (error) {
    await lease?.[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Begins to plan, or goes on with what a process has begun that lives no more.
 * @throws MigrationError `busy` while another process plans the same
 */
export async function begin(beginning: Beginning): Promise<Begun> {
  const { store, inputs, isResumable } = beginning;
  return isResumable
    ? inTurn(beginning, async () => enter(beginning, await findBegun(store, inputs)))
    : enter(beginning, undefined);
}
