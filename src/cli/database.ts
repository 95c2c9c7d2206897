import path from "node:path";

import { defaultAddress, isStoreError, openStore } from "../store/index.ts";
import type { Store } from "../store/index.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";

export interface DatabaseOptions {
  readonly database?: string | undefined;
  readonly emulate?: true | undefined;
}

/** The path that an address stands for; `undefined` where it is that of a server, or of the memory. */
export function pathOf(address: string): string | undefined {
  const file = address.replace(/^file:/, "");
  const isPath = !/^[a-z]{2,}:\/\//i.test(address) && file !== ":memory:" && file !== "";
  return isPath ? file : undefined;
}

/** Paths are those of whoever typed them. */
function resolved(address: string, cwd: string): string {
  const file = pathOf(address);
  return file === undefined ? address : `file:${path.resolve(cwd, file)}`;
}

/** The store of a command: the one named, else that of the environment, else that of the folder. */
export function addressOf({ database, emulate }: DatabaseOptions, { env, cwd }: Io): string {
  // What is emulated must not get among what is real.
  const usual = emulate === true ? ":memory:" : (env["AUDIENCEKIT_DATABASE_URL"] ?? defaultAddress);
  return resolved(database ?? usual, cwd);
}

/** @throws Failure where it cannot be opened */
export async function openDatabase(options: DatabaseOptions, io: Io): Promise<Store> {
  try {
    return await openStore({ address: addressOf(options, io) });
  } catch (error) {
    throw isStoreError(error) ? usageFailure(error.message) : error;
  }
}
