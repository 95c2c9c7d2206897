import { describe, expect, test } from "vitest";
import { createEmulators } from "../../../src/testing/index.ts";
import { ask } from "./support.ts";
import { readyFile, send, creation } from "./write-support.ts";

const { whop, batch, sonarly } = createEmulators({ size: 1 });
const routes = [
  ["whop", whop, `/audiences?account_id=${whop.accountId}`],
  ["batch", batch, "/audiences/list"],
  ["sonarly", sonarly, "/accounts"],
] as const;

describe.each(routes)("%s: Authorization: Bearer and a key", (_, emulator, path) => {
  const statusWith = async (authorization: string): Promise<number> => {
    const headers = { authorization, "x-batch-project": batch.projectKey };
    return (await ask(emulator, path, { key: null, headers })).status;
  };
  const { apiKey } = emulator;

  test("the scheme has no case, and spaces behind it (RFC 9110)", async () => {
    for (const header of [`bearer ${apiKey}`, `BEARER  ${apiKey}`])
      expect(await statusWith(header)).toBe(200);
  });

  test("nothing may follow the key, and nothing may be missing", async () => {
    for (const header of [`Bearer ${apiKey} more`, `Bearer ${apiKey},`, "Bearer", apiKey])
      expect(await statusWith(header)).toBe(401);
  });
});

test("Whop: a credential is the same however its scheme is spelt: it sees its files and its keys", async () => {
  const file_id = await readyFile(whop, "email\na@x.example\n");
  const create = (authorization: string): ReturnType<typeof send> =>
    send(whop, "POST", "/audiences", creation(whop, { file_id }), {
      headers: { authorization, "idempotency-key": "once" },
    });
  const first = await create(`Bearer ${whop.apiKey}`);
  const second = await create(`bearer ${whop.apiKey}`);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.text).toBe(first.text);
  expect(
    (
      await ask(whop, `/files/${file_id}`, {
        key: null,
        headers: { authorization: `bearer  ${whop.apiKey}` },
      })
    ).status,
  ).toBe(200);
});
