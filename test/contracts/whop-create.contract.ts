import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { serveEmulators } from "../../src/testing/index.ts";
import { startPrism } from "./prism.ts";
import { objections } from "./proxied.ts";

// The document is of the older generation of records.
const served = await serveEmulators({
  port: 0,
  size: 0,
  whop: { recordGeneration: "contract", times: { file: 0 } },
});
const { whop, emulators } = served;
const proxy = await startPrism("whop-create.openapi.json", whop.baseUrl);
afterAll(async () => {
  proxy.close();
  await served.close();
});

interface Judged {
  readonly status: number;
  readonly body: unknown;
  readonly judgement: readonly string[];
}

async function post(
  baseUrl: string,
  path: string,
  body: unknown,
  key: string = whop.apiKey,
): Promise<Judged> {
  const response = await fetch(baseUrl + path, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const judgement = await objections(response.clone());
  return { status: response.status, body: await response.json(), judgement };
}

/** An uploaded file; the document has neither its route nor its host. */
async function uploaded(csv: string): Promise<string> {
  const { body } = await post(whop.baseUrl, "/files", { filename: "people.csv" });
  const file = z
    .object({
      id: z.string(),
      upload_url: z.string(),
      upload_headers: z.record(z.string(), z.string()),
    })
    .parse(body);
  const put = await fetch(file.upload_url, {
    method: "PUT",
    headers: file.upload_headers,
    body: csv,
  });
  expect(put.status).toBe(200);
  return file.id;
}

const creation = {
  account_id: whop.accountId,
  name: "Past purchasers",
  column_mapping: { email: "email" },
};
const create = (fields: object, key?: string): Promise<Judged> =>
  post(proxy.baseUrl, "/audiences", { ...creation, ...fields }, key);

describe("Whop's document of the creation of an audience", () => {
  test("allows the request, and the 201 with the audience", async () => {
    const file_id = await uploaded("email\na@example.com\n");
    const created = await create({ file_id });
    expect(created).toMatchObject({
      status: 201,
      body: { status: "pending", created_at: expect.any(Number) },
      judgement: [],
    });
    expect(emulators.whop.audiences.list()).toHaveLength(1);
  });

  test("allows identity fields of any name", async () => {
    const file_id = await uploaded("email,value\na@example.com,1\n");
    const created = await create({ file_id, column_mapping: { email: "email", ltv: "value" } });
    expect(created).toMatchObject({ status: 201, judgement: [] });
  });

  test("allows the 401", async () => {
    const file_id = await uploaded("email\na@example.com\n");
    expect(await create({ file_id }, "wrong")).toMatchObject({ status: 401, judgement: [] });
  });

  test.each(["account_id", "name", "column_mapping", "file_id"])(
    "objects to a request without %s, as the emulator does",
    async (field) => {
      const file_id = await uploaded("email\na@example.com\n");
      const { judgement } = await create({ file_id, [field]: undefined });
      expect(judgement.join()).toContain(field);
      const fields = { ...creation, file_id, [field]: undefined };
      expect((await post(whop.baseUrl, "/audiences", fields)).status).toBe(400);
    },
  );
});
