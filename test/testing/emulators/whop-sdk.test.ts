import { AuthenticationError, PermissionDeniedError, Whop } from "@whop/sdk";
import { expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createWhopEmulator } from "../../../src/testing/index.ts";

/**
 * Whop's own client: what it makes of the emulator does not depend on how we read the documents.
 */
const sdk = ({ baseUrl, apiKey, fetch }: WhopEmulator, key: string = apiKey): Whop =>
  new Whop({ apiKey: key, baseURL: baseUrl, fetch, maxRetries: 0 });

const list = async (client: Whop, accountId: string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { id } of client.audiences.list({ account_id: accountId, first: 50 })) {
    ids.push(id);
  }
  return ids;
};

test("the vendor's own client walks the whole list, and asks once past its end", async () => {
  const whop = createWhopEmulator();
  const ids = await list(sdk(whop), whop.accountId);
  expect(ids).toEqual(whop.audiences.list().map(({ id }) => id));
  expect(whop.requests.map(({ page, status }) => [page, status])).toEqual([
    [1, 200],
    [2, 200],
    [3, 200],
    [4, 200],
  ]);
});

test("the vendor's own client tells the refusals apart", async () => {
  const whop = createWhopEmulator({ size: 1 });
  const noScope = whop.issueKey({ scopes: [] });
  await expect(list(sdk(whop, "wrong"), whop.accountId)).rejects.toThrow(AuthenticationError);
  await expect(list(sdk(whop, noScope), whop.accountId)).rejects.toThrow(PermissionDeniedError);
});
