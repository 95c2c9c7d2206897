import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isStoreError, openStore } from "../../src/store/index.ts";
import type { StoreError } from "../../src/store/index.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "audiencekit-store-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function failureOf(address: string): Promise<StoreError> {
  const settled: unknown = await openStore({ address }).catch((error: unknown) => error);
  if (!isStoreError(settled)) {
    throw new Error("It was opened, or failed with another error.", { cause: settled });
  }
  return settled;
}

describe("a store in a file", () => {
  test("is made with its folder, for its owner alone", async () => {
    const file = path.join(folder, "deep", "audiencekit.db");
    await using store = await openStore({ address: `file:${file}` });
    expect(store).toMatchObject({ engine: "sqlite", label: file });
    await sql`create table once (name text)`.execute(store.database);
    const modes = await Promise.all(
      [path.dirname(file), file, `${file}-wal`].map(async (one) => (await stat(one)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test("is opened again, by several at once", async () => {
    const address = `file:${path.join(folder, "audiencekit.db")}`;
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ address })));
    await Promise.all(stores.map((store) => store.close()));
    await using again = await openStore({ address });
    expect(again.engine).toBe("sqlite");
  });

  test("that is none of ours is refused and left as it is", async () => {
    const file = path.join(folder, "notes.txt");
    await writeFile(file, "not a database at all, but long enough to look at");
    const error = await failureOf(file);
    expect(error.code).toBe("damaged");
    expect(error.message).toContain(file);
    expect((await stat(file)).size).toBe(49);
  });

  test("of a newer version is refused with its name", async () => {
    const file = path.join(folder, "audiencekit.db");
    await using store = await openStore({ address: file });
    await sql`insert into audiencekit_schema (name) values ('9999-later')`.execute(store.database);
    await store.close();
    const error = await failureOf(file);
    expect(error.code).toBe("newer");
    expect(error.message).toContain("9999-later");
  });

  test("in a folder that cannot be is refused with the reason", async () => {
    await writeFile(path.join(folder, "file"), "");
    expect((await failureOf(path.join(folder, "file", "x.db"))).code).toBe("unavailable");
  });
});

test.for(["mysql://localhost/x", "", "postgres://[broken"])(
  "the address %j is refused",
  async (address) => {
    expect((await failureOf(address)).code).toBe("invalid_address");
  },
);
