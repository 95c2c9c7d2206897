import path from "node:path";

import { Kysely } from "kysely";
import type { Dialect } from "kysely";

import { isStoreError, StoreError } from "./error.ts";
import { postgresDialect } from "./postgres.ts";
import type { ColumnTypes, Tables } from "./schema.ts";
import { upgrade } from "./upgrade.ts";

export type Engine = "sqlite" | "postgres";

/** Where migrations, their ledgers and the history are kept. */
export interface Store extends AsyncDisposable {
  readonly engine: Engine;
  /** How the store is called in messages; holds no password. */
  readonly label: string;
  readonly database: Kysely<Tables>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /**
   * `file:PATH`, a path, `:memory:`, or `postgres://…`.
   * @default "file:.audiencekit/audiencekit.db"
   */
  readonly address?: string | undefined;
}

export const defaultAddress = "file:.audiencekit/audiencekit.db";

const types: Readonly<Record<Engine, ColumnTypes>> = {
  sqlite: { integer: "integer", real: "real", bytes: "blob" },
  postgres: { integer: "bigint", real: "double precision", bytes: "bytea" },
};

interface Place {
  readonly engine: Engine;
  readonly label: string;
  readonly open: () => Promise<Dialect>;
}

function placeOf(address: string): Place {
  if (/^postgres(?:ql)?:\/\//.test(address)) {
    if (!URL.canParse(address)) {
      const message = "The address of the store begins with postgres:// and is no URL.";
      throw new StoreError("invalid_address", message);
    }
    const { host, pathname } = new URL(address);
    return {
      engine: "postgres",
      label: `postgres://${host}${pathname}`,
      open: () => postgresDialect(address),
    };
  }
  if (address === "" || /^[a-z]{2,}:\/\//i.test(address)) {
    const message = `The store must be file:PATH or postgres://…, not ${JSON.stringify(address.split(":")[0])}.`;
    throw new StoreError("invalid_address", message);
  }
  const file = address.replace(/^file:/, "");
  return {
    engine: "sqlite",
    label: file === ":memory:" ? file : path.resolve(file),
    open: async () => (await import("./sqlite.ts")).sqliteDialect(file),
  };
}

const damage = /not a database|malformed|SQLITE_(?:CORRUPT|NOTADB)/i;

function openFailure(label: string, cause: unknown): StoreError {
  if (isStoreError(cause)) {
    return cause;
  }
  const words = cause instanceof Error ? cause.message : "";
  if (damage.test(words)) {
    const message = `${label} is no store of audiencekit, or is damaged. Nothing was changed: restore it from a backup, or name another with --database.`;
    return new StoreError("damaged", message, { cause });
  }
  const message = `The store ${label} cannot be opened: ${words.split("\n")[0]?.slice(0, 200)}.`;
  return new StoreError("unavailable", message, { cause });
}

/** SQLite waits for other processes with the whole program standing still, so one process has one connection to a file. */
const shared = new Map<string, { readonly opening: Promise<Kysely<Tables>>; users: number }>();

async function openDatabase({ engine, label, open }: Place): Promise<Kysely<Tables>> {
  const database = new Kysely<Tables>({ dialect: await open() });
  try {
    await upgrade(database, types[engine], label);
    return database;
  } catch (error) {
    await database.destroy().catch(() => undefined);
    throw error;
  }
}

/**
 * Opens a store and brings its tables up to date.
 * @throws StoreError when it cannot be used; then nothing in it was changed
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const place = placeOf(options.address ?? defaultAddress);
  const { engine, label } = place;
  const isFile = engine === "sqlite" && label !== ":memory:";
  const held = isFile ? shared.get(label) : undefined;
  const use = held ?? { opening: openDatabase(place), users: 0 };
  use.users += 1;
  if (isFile) {
    shared.set(label, use);
  }
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) {
      return;
    }
    closed = true;
    use.users -= 1;
    if (use.users === 0) {
      shared.delete(label);
      await (await use.opening).destroy();
    }
  };
  try {
    const database = await use.opening;
    return { engine, label, database, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    shared.delete(label);
    throw openFailure(label, error);
  }
}
