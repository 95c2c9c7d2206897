import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { proxied } from "./proxied.ts";

const vendors = await proxied();
afterAll(() => vendors.close());

/** A request through the proxy; `judgement` is what Prism objected to. */
async function get(
  { baseUrl, apiKey }: { baseUrl: string; apiKey: string },
  path: string,
  { query = {}, headers = {}, key = apiKey }: Ask = {},
): Promise<{ status: number; body: unknown; judgement: readonly string[] }> {
  const before = vendors.violations.length;
  const url = new URL(baseUrl + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await vendors.fetch(url, {
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
  const { status } = response;
  return { status, body: await response.json(), judgement: vendors.violations.slice(before) };
}

interface Ask {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** Every id, page by page; a page that Prism objects to ends the walk. */
async function walk(
  read: (cursor: string | undefined) => ReturnType<typeof get>,
  open: (body: unknown) => { ids: string[]; next: string | null | undefined },
): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null | undefined;
  do {
    const { status, body, judgement } = await read(next ?? undefined);
    expect({ status, judgement }).toEqual({ status: 200, judgement: [] });
    const page = open(body);
    ids.push(...page.ids);
    next = page.next;
  } while (next !== null && next !== undefined);
  return ids;
}

describe("Whop", () => {
  const { whop, emulators } = vendors;
  const page = z.object({
    data: z.array(z.object({ id: z.string() })),
    page_info: z.object({ end_cursor: z.string().nullable(), has_next_page: z.boolean() }),
  });
  const list = (query: Ask["query"] = {}, key?: string): ReturnType<typeof get> =>
    get(whop, "/audiences", {
      query: { account_id: whop.accountId, ...query },
      ...(key === undefined ? {} : { key }),
    });

  test("the whole list, at the default size and at the maximum", async () => {
    const expected = emulators.whop.audiences.list().map(({ id }) => id);
    for (const first of [undefined, "100", "7"]) {
      const ids = await walk(
        (after) => list({ first, after }),
        (body) => {
          const { data, page_info: info } = page.parse(body);
          const next = info.has_next_page ? info.end_cursor : null;
          return { ids: data.map(({ id }) => id), next };
        },
      );
      expect(ids).toEqual(expected);
    }
  });

  test("one audience by audience_id, and none for an unknown one", async () => {
    const [some] = emulators.whop.audiences.list();
    const found = await list({ audience_id: some?.id });
    expect(found).toMatchObject({ body: { data: [{ id: some?.id }] }, judgement: [] });
    const nothing = await list({ audience_id: "adaud_Nothing" });
    expect(nothing).toMatchObject({ body: { data: [] }, judgement: [] });
  });

  test("past the end", async () => {
    const last = emulators.whop.audiences.list().length;
    const { body } = await list({ first: "100" });
    const rest = await list({ first: "100", after: page.parse(body).page_info.end_cursor ?? "" });
    const end = page.parse(rest.body).page_info.end_cursor ?? "";
    expect(page.parse(body).data.length + page.parse(rest.body).data.length).toBe(last);
    expect(await list({ after: end })).toMatchObject({ body: { data: [] }, judgement: [] });
  });

  test("a wrong key", async () => {
    expect(await list({}, "wrong")).toMatchObject({ status: 401, judgement: [] });
  });
});

describe("Batch", () => {
  const { batch, emulators } = vendors;
  const page = z.object({
    audiences: z.array(z.object({ name: z.string() })),
    has_more: z.boolean(),
    next_from: z.string().optional(),
  });
  const list = (query: Ask["query"] = {}, options: Ask = {}): ReturnType<typeof get> =>
    get(batch, "/audiences/list", {
      query,
      headers: { "x-batch-project": batch.projectKey },
      ...options,
    });

  test("the whole list, at the default size and at the maximum", async () => {
    const expected = emulators.batch.audiences.list().map(({ name }) => name);
    for (const limit of [undefined, "100", "7"]) {
      const names = await walk(
        (from) => list({ limit, from }),
        (body) => {
          const { audiences, next_from: next } = page.parse(body);
          return { ids: audiences.map(({ name }) => name), next };
        },
      );
      expect(names).toEqual(expected);
    }
  });

  test("a wrong key and a wrong project", async () => {
    expect(await list({}, { key: "wrong" })).toMatchObject({ status: 401, judgement: [] });
    const headers = { "x-batch-project": "project_other" };
    expect(await list({}, { headers })).toMatchObject({ status: 401, judgement: [] });
  });

  test("a limit and a cursor that are refused", async () => {
    expect(await list({ limit: "0" })).toMatchObject({ status: 400, judgement: [] });
    expect(await list({ from: "made up" })).toMatchObject({ status: 400, judgement: [] });
  });
});

describe("Sonarly", () => {
  const { sonarly, emulators } = vendors;
  const page = z.object({
    data: z.object({
      items: z.array(z.object({ id: z.string() })),
      nextCursor: z.string().nullable(),
    }),
  });
  const list = (query: Ask["query"] = {}, options: Ask = {}): ReturnType<typeof get> =>
    get(sonarly, `/accounts/${sonarly.accountGroupId}/audiences`, { query, ...options });

  test("the whole list, at the default size and at the maximum", async () => {
    const listed = emulators.sonarly.audiences.list().filter(({ filling }) => !filling);
    for (const limit of [undefined, "100", "7"]) {
      const ids = await walk(
        (cursor) => list({ limit, cursor }),
        (body) => {
          const { items, nextCursor } = page.parse(body).data;
          return { ids: items.map(({ id }) => id), next: nextCursor };
        },
      );
      expect(ids).toEqual(listed.map(({ id }) => id));
    }
  });

  test("a wrong key, a key without the permission, a cursor that is refused", async () => {
    const key = emulators.sonarly.issueKey({ scopes: ["prospects:read"] });
    expect(await list({}, { key: "wrong" })).toMatchObject({ status: 401, judgement: [] });
    expect(await list({}, { key })).toMatchObject({ status: 403, judgement: [] });
    expect(await list({ cursor: "made up" })).toMatchObject({ status: 400, judgement: [] });
  });
});

describe("the judge", () => {
  test("objects to a request that breaks the document", async () => {
    const { judgement } = await get(vendors.whop, "/audiences");
    expect(judgement.join()).toContain("account_id");
  });

  test("objects to an answer that breaks the document", async () => {
    const { audiences } = vendors.emulators.batch;
    const { name } = audiences.add({ type: "EMAIL" });
    const { status, judgement } = await get(vendors.batch, "/audiences/list", {
      headers: { "x-batch-project": vendors.batch.projectKey },
    });
    audiences.remove(name);
    expect(status).toBe(500);
    expect(judgement.join()).toContain("audiences.0.type");
  });
});
