import { NotFoundError, Whop } from "@whop/sdk";
import { expect, test } from "vitest";
import { createWhopEmulator } from "../../../src/testing/index.ts";

test("the vendor's own client uploads a file, makes an audience of it and deletes it", async () => {
  const whop = createWhopEmulator({ size: 0, times: { file: 0 } });
  const { baseUrl, apiKey, accountId, fetch } = whop;
  const client = new Whop({ apiKey, baseURL: baseUrl, fetch, maxRetries: 0 });

  const csv = "E-Mail\na@example.com\nb@example.com\n";
  const file = await client.files.upload(new File([csv], "people.csv"));
  expect(file).toMatchObject({ upload_status: "ready", size: String(csv.length) });
  // It cannot say "private", and names a version under which files are public.
  expect(whop.files.get(file.id)).toMatchObject({ visibility: "public", bytes: csv.length });

  const create = () =>
    client.audiences.create({
      account_id: accountId,
      name: "Past purchasers",
      column_mapping: { email: "E-Mail" },
      file_id: file.id,
      "Idempotency-Key": "k1",
    });
  const created = await create();
  expect(await create()).toEqual(created);
  const [audience] = whop.audiences.list();
  expect(created).toMatchObject({ id: audience?.id, status: "pending" });
  expect(whop.members(audience?.id ?? "")).toHaveLength(2);
  whop.advance(4000);

  const listed = [];
  for await (const { id, status } of client.audiences.list({ account_id: accountId }))
    listed.push({ id, status });
  expect(listed).toEqual([{ id: audience?.id, status: "ready" }]);

  expect(await client.audiences.delete(audience?.id ?? "")).toEqual({ success: true });
  await expect(client.audiences.delete(audience?.id ?? "")).rejects.toThrow(NotFoundError);
});
