import { sql } from "kysely";
import { describe, expect, test } from "vitest";

import { isStoreError, openStore } from "../../src/store/index.ts";
import { emptyPlace } from "../migrate/support/stores.ts";
import { postgresAddress } from "../support/postgres.ts";

const isMissing = postgresAddress === undefined;

describe.skipIf(isMissing)("a store on PostgreSQL (npm run test:postgres starts one)", () => {
  test("is made by several at once, and named without its password", async () => {
    await using place = await emptyPlace("postgres");
    const stores = await Promise.all([1, 2, 3].map(() => openStore(place)));
    const [first] = stores;
    expect(first?.engine).toBe("postgres");
    expect(first?.label).not.toContain(new URL(place.address).password);
    const rows = await first?.database.selectFrom("migration_runs").selectAll().execute();
    expect(rows).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });

  test("of a newer version is refused with its name", async () => {
    await using place = await emptyPlace("postgres");
    await using store = await openStore(place);
    await sql`insert into audiencekit_schema (name) values ('9999-later')`.execute(store.database);
    const error: unknown = await openStore(place).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "StoreError", code: "newer" });
  });

  test("that does not let one in says so, without the password", async () => {
    const address = new URL(postgresAddress ?? "postgres://nowhere");
    address.password = "canary-of-a-password";
    const error: unknown = await openStore({ address: address.href }).catch(
      (reason: unknown) => reason,
    );
    expect(isStoreError(error)).toBe(true);
    expect(JSON.stringify([String(error), error])).not.toContain("canary");
  });
});
