import { describe, expect, test } from "vitest";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { ask, askWhop, readWhop, walk, whopPage } from "./support.ts";

const whop = createWhopEmulator();
const fields = (record: object = {}): string[] => Object.keys(record).toSorted();
const failure = (type: string) => ({ error: { type, message: expect.any(String) } });

describe("who may ask", () => {
  test("no key, a wrong key and a revoked key are 401", async () => {
    const revoked = whop.issueKey();
    whop.revokeKey(revoked);
    for (const key of [null, "wrong", "", revoked]) {
      expect(await askWhop(whop, {}, { key })).toMatchObject({
        status: 401,
        body: failure("unauthorized"),
      });
    }
  });

  test("another scheme than Bearer is 401", async () => {
    const answer = await askWhop(
      whop,
      {},
      { key: null, headers: { authorization: `Basic ${whop.apiKey}` } },
    );
    expect(answer).toMatchObject({ status: 401, body: failure("unauthorized") });
  });

  test("a key without audience:basic:read is 403", async () => {
    const key = whop.issueKey({ scopes: ["audience:update"] });
    expect(await askWhop(whop, {}, { key })).toMatchObject({
      status: 403,
      body: failure("insufficient_scope"),
    });
  });

  test("the first key can be given fewer scopes", async () => {
    const narrow = createWhopEmulator({ scopes: ["audience:update"], size: 1 });
    expect((await askWhop(narrow)).status).toBe(403);
  });
});

describe("what must be said", () => {
  test("account_id is required", async () => {
    expect(await ask(whop, "/audiences")).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
    expect(await askWhop(whop, { account_id: "" })).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
  });

  test("an account that is not the key's is 404", async () => {
    expect(await askWhop(whop, { account_id: "biz_SomebodyElse1" })).toMatchObject({
      status: 404,
      body: failure("not_found"),
    });
  });

  test("an unknown Api-Version-Date is a 400 that lists the known ones", async () => {
    const answer = await askWhop(whop, {}, { headers: { "api-version-date": "2019-01-01" } });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("2026-07-20") } },
    });
    expect(
      (await askWhop(whop, {}, { headers: { "api-version-date": "2026-07-20" } })).status,
    ).toBe(200);
  });

  test("the record does not depend on the version date", async () => {
    const old = await askWhop(whop, {}, { headers: { "api-version-date": "2025-01-01" } });
    expect(old.body).toEqual(
      (await askWhop(whop, {}, { headers: { "api-version-date": "2026-09-22-3" } })).body,
    );
  });
});

describe("pages", () => {
  test("hold 20 unless asked otherwise, and up to 100", async () => {
    const sizes = [undefined, 1, 100].map(async (first) => {
      const { body } = await askWhop(whop, { first });
      return whopPage.parse(body).data.length;
    });
    expect(await Promise.all(sizes)).toEqual([20, 1, 100]);
  });

  test("above 100 they hold 100, or are refused where the emulator is told so", async () => {
    expect(whopPage.parse((await askWhop(whop, { first: 101 })).body).data).toHaveLength(100);
    expect(
      (await askWhop(createWhopEmulator({ overLimit: "reject" }), { first: 101 })).status,
    ).toBe(400);
  });

  test.each(["0", "-1", "ten", "1.5", "", "1e2", "9999999999999"])(
    "first=%s is refused",
    async (first) => {
      expect(await askWhop(whop, { first })).toMatchObject({
        status: 400,
        body: failure("invalid_request"),
      });
    },
  );

  test("a walk gives every audience once, newest first", async () => {
    const ids = await walk(readWhop(whop), 33);
    expect(ids).toEqual(whop.audiences.list().map(({ id }) => id));
    expect(new Set(ids).size).toBe(140);
  });

  test("page_info says where a page stands", async () => {
    const small = createWhopEmulator({ size: 3 });
    const first = whopPage.parse((await askWhop(small, { first: 2 })).body).page_info;
    expect(first).toEqual({
      has_next_page: true,
      has_previous_page: false,
      start_cursor: expect.any(String),
      end_cursor: expect.any(String),
    });
    const last = whopPage.parse(
      (await askWhop(small, { first: 2, after: first.end_cursor ?? "" })).body,
    ).page_info;
    expect(last).toEqual({
      has_next_page: false,
      has_previous_page: true,
      start_cursor: expect.any(String),
      end_cursor: expect.any(String),
    });
  });

  test("asked once past the end, it answers an empty page", async () => {
    const small = createWhopEmulator({ size: 3 });
    const last = whopPage.parse((await askWhop(small)).body).page_info;
    expect((await askWhop(small, { after: last.end_cursor ?? "" })).body).toEqual({
      data: [],
      page_info: {
        end_cursor: null,
        start_cursor: null,
        has_next_page: false,
        has_previous_page: true,
      },
    });
  });

  test("an account without audiences answers an empty page", async () => {
    expect((await askWhop(createWhopEmulator({ size: 0 }))).body).toEqual({
      data: [],
      page_info: {
        end_cursor: null,
        start_cursor: null,
        has_next_page: false,
        has_previous_page: false,
      },
    });
  });
});

describe("filters", () => {
  test("audience_id gives that one audience", async () => {
    const [wanted] = whop.audiences.list();
    expect(
      whopPage.parse((await askWhop(whop, { audience_id: wanted?.id })).body).data,
    ).toMatchObject([{ id: wanted?.id }]);
  });

  test("an unknown audience_id gives an empty list, not a 404", async () => {
    expect(await askWhop(whop, { audience_id: "adaud_Nothing" })).toMatchObject({
      status: 200,
      body: { data: [] },
    });
  });

  test("there is no route for one audience", async () => {
    const [some] = whop.audiences.list();
    expect(await ask(whop, `/audiences/${some?.id}`)).toMatchObject({
      status: 404,
      body: failure("not_found"),
    });
  });

  test("audience_type and source_type narrow the list, and their pages", async () => {
    const lookalikes = whop.audiences
      .list()
      .filter(({ audienceType }) => audienceType === "lookalike");
    const page = whopPage.parse(
      (await askWhop(whop, { audience_type: "lookalike", first: 100 })).body,
    );
    expect(page.data.map(({ id }) => id)).toEqual(lookalikes.map(({ id }) => id));
    const engaged = whopPage.parse(
      (await askWhop(whop, { source_type: "engagement", first: 100 })).body,
    ).data;
    expect(engaged.every((audience) => audience["source_type"] === "engagement")).toBe(true);
    // external_account_id came after 2026-09-22-3, the newest version the emulator knows.
    const social_account_id = expect.stringMatching(/^sacc_/);
    expect(engaged[0]?.["engagement"]).toMatchObject({ include: [{ social_account_id }] });
    expect((await askWhop(whop, { audience_type: "other" })).status).toBe(400);
  });

  test("a cursor belongs to the filters it was given for", async () => {
    const { page_info: info } = whopPage.parse(
      (await askWhop(whop, { audience_type: "custom" })).body,
    );
    expect((await askWhop(whop, { after: info.end_cursor ?? "" })).status).toBe(400);
  });
});

describe("records", () => {
  const contractFields =
    "id name status total_rows processed_rows matched_rows progress_percent error_message platform_audience_ids created_at updated_at";
  const newFields =
    "audience_type source_type source_audience_id lookalike_ratio lookalike_starting_ratio match_rates auto_refresh filters last_refreshed_at engagement";

  test("of the contract: eleven fields, Unix seconds", async () => {
    const [record] = whopPage.parse(
      (await askWhop(createWhopEmulator({ recordGeneration: "contract" }))).body,
    ).data;
    expect(fields(record)).toEqual(contractFields.split(" ").toSorted());
    expect(record).toMatchObject({
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    });
    expect(Number(record?.["created_at"])).toBeLessThan(2_000_000_000);
  });

  test("of today: the newer fields, ISO 8601", async () => {
    const [record] = whopPage.parse((await askWhop(whop)).body).data;
    expect(fields(record)).toEqual(`${contractFields} ${newFields}`.split(" ").toSorted());
    expect(record).toMatchObject({
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  test("every status is there, and figures agree with it", () => {
    const audiences = whop.audiences.list();
    expect(new Set(audiences.map(({ status }) => status))).toEqual(
      new Set(["pending", "processing", "syncing", "ready", "partial", "failed"]),
    );
    for (const audience of audiences) {
      const { status, errorMessage, processedRows, totalRows, matchedRows, progressPercent } =
        audience;
      expect(errorMessage !== null).toBe(status === "partial" || status === "failed");
      expect(matchedRows).toBeLessThanOrEqual(processedRows);
      expect(processedRows).toBeLessThanOrEqual(totalRows);
      expect(progressPercent).toBeGreaterThanOrEqual(0);
      expect(progressPercent).toBeLessThanOrEqual(100);
    }
  });

  test("lookalike and engagement audiences have no rows", () => {
    const derived = whop.audiences
      .list()
      .filter(
        ({ audienceType, sourceType }) =>
          audienceType === "lookalike" || sourceType === "engagement",
      );
    expect(derived.length).toBeGreaterThan(2);
    for (const { totalRows, processedRows, matchedRows } of derived)
      expect([totalRows, processedRows, matchedRows]).toEqual([0, 0, 0]);
  });

  test("a lookalike names a source that exists", () => {
    const lookalike = whop.audiences
      .list()
      .find(({ audienceType }) => audienceType === "lookalike");
    expect(whop.audiences.get(lookalike?.sourceAudienceId ?? "")).toMatchObject({
      status: "ready",
      audienceType: "custom",
    });
  });
});

test("routes and methods Whop does not have are 404 in its own envelope", async () => {
  for (const path of ["/", "/audience", "/audiences/", "/companies"]) {
    expect(await ask(whop, path)).toMatchObject({ status: 404, body: failure("not_found") });
  }
  expect((await askWhop(whop, {}, { method: "HEAD" })).status).toBe(404);
  expect((await askWhop(whop, {}, { method: "PUT" })).status).toBe(404);
});
