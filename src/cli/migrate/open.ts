import { readFile } from "node:fs/promises";

import { createAudiences } from "../../core/audiences.ts";
import type { Audiences, Providers } from "../../core/facade.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import { loadPlan } from "../../migrate/index.ts";
import type { Plan } from "../../migrate/index.ts";
import { isStoreError, openStore } from "../../store/index.ts";
import type { Store } from "../../store/index.ts";
import { openEntries, readConfiguration, selectEntries } from "../configuration.ts";
import { addressOf, pathOf } from "../database.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { systemCode, writePrivately } from "../private-file.ts";
import { createVerbose } from "../verbose.ts";
import { adapterFor, fileKinds, isThere } from "./files.ts";
import type { MigrateOptions } from "./options.ts";

export interface OpenMigration extends AsyncDisposable {
  readonly store: Store;
  readonly audiences: Audiences<Providers>;
}

/** Where plans and runs are kept; emulated ones too, as the next command has to find them. */
export async function openTheStore({ database }: MigrateOptions, io: Io): Promise<Store> {
  try {
    return await openStore({ address: addressOf({ database }, io) });
  } catch (error) {
    // One that does not answer may do so later; any other is not the right one.
    throw isStoreError(error) && error.code !== "unavailable" ? usageFailure(error.message) : error;
  }
}

/**
 * The same, where migrations are to be found in it: one that was named and is not there would be made, and hold none.
 * @throws Failure
 */
export async function openKeptStore({ database }: MigrateOptions, io: Io): Promise<Store> {
  const file = database === undefined ? undefined : pathOf(addressOf({ database }, io));
  if (file !== undefined && !(await isThere(file))) {
    throw usageFailure(`--database: there is no store ${file}; check the path.`);
  }
  return openTheStore({ database }, io);
}

/** Beside the file of the store, so that a plan that was made with emulated vendors finds them as they were. */
function stateFile(store: Store): string | undefined {
  return store.engine === "sqlite" && store.label !== ":memory:"
    ? `${store.label}.emulated.json`
    : undefined;
}

async function readState(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) {
    return undefined;
  }
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

/** The providers that a migration is about. */
export interface Involved {
  /** Those that have to be configured, and what each was given as. */
  readonly names: readonly (readonly [option: string, name: string])[];
  /** Those that are files. */
  readonly extras: Providers;
}

/** Opens the store, and the providers that are involved by what it holds. */
export async function openMigration(
  options: MigrateOptions,
  io: Io,
  involve: (store: Store) => Promise<Involved>,
  openStoreOf: typeof openTheStore = openTheStore,
): Promise<OpenMigration> {
  const store = await openStoreOf(options, io);
  const verbose = createVerbose(io.stderr);
  try {
    const { names, extras } = await involve(store);
    const file = options.emulate === true ? stateFile(store) : undefined;
    let save: (() => string) | undefined;
    const adapters: Record<string, AnyAdapter> = { ...extras };
    if (names.length > 0) {
      const emulatedState = await readState(file);
      const onEmulated = (saving: () => string): void => {
        save = saving;
      };
      const source = { ...options, running: true as const, emulatedState, onEmulated };
      const configuration = await readConfiguration(source, io);
      const entries = names.flatMap(([option, name]) =>
        selectEntries(configuration, option, [name]),
      );
      Object.assign(adapters, openEntries([...new Set(entries)], { timeout: options.timeout }));
    }
    const audiences = createAudiences(adapters, options.verbose === true ? verbose.hooks : {});
    return {
      store,
      audiences,
      async [Symbol.asyncDispose]() {
        verbose.end();
        if (file !== undefined && save !== undefined) {
          await writePrivately(file, save());
        }
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The providers of a plan that was made before. */
function involvedIn({ from, to }: Plan): Involved {
  const names: (readonly [string, string])[] = [];
  if (from.provider !== null) {
    names.push(["FROM", from.provider]);
  }
  const kind = fileKinds.find((one) => one === to.vendor);
  if (to.path !== null && kind !== undefined) {
    return { names, extras: { [to.provider]: adapterFor(kind, to.path) } };
  }
  return { names: [...names, ["TO", to.provider]], extras: {} };
}

/**
 * What was made of emulated vendors is not known to the accounts, nor the other way round: writing would meet people
 * who never agreed, and an audience that is not there would count as taken back.
 */
function requireSameVendors(plan: Plan, { emulate }: MigrateOptions): void {
  const isEmulated = plan.emulated === true;
  if (isEmulated === (emulate === true) || involvedIn(plan).names.length === 0) {
    return;
  }
  throw usageFailure(
    isEmulated
      ? `${plan.id} was planned with emulated vendors: add --emulate, or plan again without it.`
      : `${plan.id} was planned with the vendors that are configured, and not with emulated ones: leave --emulate out.`,
  );
}

/** Opens the store of a run that is to be gone on with, and its providers. */
export function openRun(run: string, options: MigrateOptions, io: Io): Promise<OpenMigration> {
  const involve = async (store: Store): Promise<Involved> => {
    const plan = await requirePlan(store, run);
    requireSameVendors(plan, options);
    return involvedIn(plan);
  };
  return openMigration(options, io, involve, openKeptStore);
}

/** @throws Failure where the run has no plan to be carried out */
export async function requirePlan(store: Store, run: string): Promise<Plan> {
  const plan = await loadPlan(store, run);
  if (plan === undefined) {
    throw usageFailure(
      `${run} has no plan: it is still being made, or was forgotten. See audiencekit migrate status.`,
    );
  }
  return plan;
}
