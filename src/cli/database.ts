import path from "node:path";

import { defaultAddress, isStoreError, openStore } from "../store/index.ts";
import type { Store } from "../store/index.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";

export interface DatabaseOptions {
  readonly database?: string | undefined;
  readonly emulate?: true | undefined;
}

/** Paths are those of whoever typed them. */
function resolved(address: string, cwd: string): string {
  const file = address.replace(/^file:/, "");
  const isPath = !/^[a-z]{2,}:\/\//i.test(address) && file !== ":memory:" && file !== "";
  return isPath ? `file:${path.resolve(cwd, file)}` : address;
}

/** Opens the store of a command: the one named, else that of the environment, else that of the folder. */
export async function openDatabase(
  { database, emulate }: DatabaseOptions,
  { env, cwd }: Io,
): Promise<Store> {
  // What is emulated must not get among what is real.
  const usual = emulate === true ? ":memory:" : (env["AUDIENCEKIT_DATABASE_URL"] ?? defaultAddress);
  try {
    return await openStore({ address: resolved(database ?? usual, cwd) });
  } catch (error) {
    throw isStoreError(error) ? usageFailure(error.message) : error;
  }
}
