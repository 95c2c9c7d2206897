import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";

import { SqliteDialect } from "kysely";
import type { Dialect, SqliteDatabase } from "kysely";

/** What gives rows back; Kysely writes all the SQL, and values are never part of it. */
const reading = /^\s*(?:select|with|pragma|explain)\b|\breturning\b/i;

/** In ms; another process may be writing. */
const patience = 10_000;

function bindable(value: unknown): SQLInputValue {
  if (typeof value === "boolean") {
    return value ? 1 : 0;
  }
  const isBindable =
    value === null ||
    ["string", "number", "bigint"].includes(typeof value) ||
    ArrayBuffer.isView(value);
  if (!isBindable) {
    throw new TypeError(`A value of type ${typeof value} does not go into a database.`);
  }
  // What it may be was just checked; its type cannot say so.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as SQLInputValue;
}

/** What Kysely says, in words that do here what it means by them. */
function spoken(sql: string, database: DatabaseSync): string {
  if (sql === "begin") {
    // A transaction that reads first and then writes would fail, not wait, if another process wrote in between.
    return "begin immediate";
  }
  // A disk that is full has ended the transaction; to be told so would hide what has happened. Older Nodes do not say.
  const isOpen: unknown = Reflect.get(database, "isTransaction");
  return sql === "rollback" && isOpen === false ? "pragma user_version" : sql;
}

/** More than the commands of this package have at once. */
const mostStatements = 100;

/**
 * Statements that are used again and again. One holds what it was given last, such as a part of a plan, until it is
 * given something else; new ones would each hold theirs until a collection.
 */
function createStatements(database: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.delete(sql);
    statements.set(sql, known); // behind all others: the one that was used least lately goes first
    const [oldest] = statements.keys();
    if (statements.size > mostStatements && oldest !== undefined) {
      statements.delete(oldest);
    }
    return known;
  };
}

/** Kysely expects the shape of better-sqlite3. */
function adapted(database: DatabaseSync): SqliteDatabase {
  const statementFor = createStatements(database);
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statementFor(spoken(sql, database));
      return {
        reader: reading.test(sql),
        all: (values) => statement.all(...values.map(bindable)),
        run: (values) => statement.run(...values.map(bindable)),
        // One of its own: it may be half read when the same is asked again.
        iterate: (values) => database.prepare(sql).iterate(...values.map(bindable)),
      };
    },
  };
}

/** Made before SQLite does, which would make it for everybody to read; its `-wal` and `-shm` take the mode over. */
function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    closeSync(openSync(file, "a", 0o600));
  }
  chmodSync(file, 0o600);
}

/** A database in a file of its own, durable at every commit; `:memory:` keeps nothing. */
export function sqliteDialect(file: string): Dialect {
  if (file !== ":memory:") {
    makePrivate(file);
  }
  const database = new DatabaseSync(file);
  try {
    database.exec(`pragma busy_timeout = ${patience}`);
    database.exec("pragma journal_mode = wal");
    database.exec("pragma synchronous = full");
    database.exec("pragma foreign_keys = on");
    database.exec("pragma secure_delete = on"); // what is forgotten leaves no trace in free pages
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqliteDialect({ database: adapted(database) });
}
