import { z } from "zod";
import type { BatchEmulator, SonarlyEmulator, WhopEmulator } from "../../../src/testing/index.ts";

type Query = Readonly<Record<string, string | number | undefined>>;

export interface Ask {
  readonly query?: Query;
  /** Instead of the emulator's own key; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One request to an emulator, with its own key unless another is given. */
export async function ask(
  emulator: { baseUrl: string; apiKey: string; fetch: typeof fetch },
  path: string,
  options: Ask = {},
): Promise<Answer> {
  const { query = {}, key = emulator.apiKey, headers = {}, method = "GET" } = options;
  const url = new URL(emulator.baseUrl + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await emulator.fetch(url, { method, headers: { ...authorization, ...headers } });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

type Fields = Readonly<Record<string, unknown>>;

export interface WhopPage {
  data: (Fields & { id: string })[];
  page_info: {
    end_cursor: string | null;
    start_cursor: string | null;
    has_next_page: boolean;
    has_previous_page: boolean;
  };
}
export const whopPage: z.ZodType<WhopPage> = z.strictObject({
  data: z.array(z.looseObject({ id: z.string() })),
  page_info: z.strictObject({
    end_cursor: z.string().nullable(),
    start_cursor: z.string().nullable(),
    has_next_page: z.boolean(),
    has_previous_page: z.boolean(),
  }),
});

export interface BatchPage {
  audiences: (Fields & { name: string })[];
  count?: number | undefined;
  has_more: boolean;
  next_from?: string | undefined;
}
export const batchPage: z.ZodType<BatchPage> = z.strictObject({
  audiences: z.array(z.looseObject({ name: z.string() })),
  count: z.number().optional(),
  has_more: z.boolean(),
  next_from: z.string().optional(),
});

export interface Enveloped<T> {
  success: true;
  data: T;
  error: null;
  traceId: string;
}
const enveloped = <T>(data: z.ZodType<T>): z.ZodType<Enveloped<T>> =>
  z.strictObject({ success: z.literal(true), data, error: z.null(), traceId: z.string() });

export interface SonarlyPage {
  items: (Fields & { id: string })[];
  nextCursor: string | null;
  hasMore: boolean;
}
export const sonarlyPage: z.ZodType<Enveloped<SonarlyPage>> = enveloped(
  z.strictObject({
    items: z.array(z.looseObject({ id: z.string() })),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  }),
);
export const sonarlyAudience: z.ZodType<Enveloped<Fields & { id: string }>> = enveloped(
  z.looseObject({ id: z.string() }),
);

export interface Navigation {
  folders: (Fields & { audiences: (Fields & { id: string })[] })[];
  ungroupedAudiences: (Fields & { id: string })[];
}
const listed = z.array(z.looseObject({ id: z.string() }));
export const sonarlyNavigation: z.ZodType<Enveloped<Navigation>> = enveloped(
  z.strictObject({
    folders: z.array(z.looseObject({ audiences: listed })),
    ungroupedAudiences: listed,
  }),
);

export const askWhop = (
  whop: WhopEmulator,
  query: Query = {},
  options: Omit<Ask, "query"> = {},
): Promise<Answer> =>
  ask(whop, "/audiences", { query: { account_id: whop.accountId, ...query }, ...options });

export const askBatch = (
  batch: BatchEmulator,
  path: string,
  query: Query = {},
  options: Omit<Ask, "query"> = {},
): Promise<Answer> =>
  ask(batch, path, {
    query,
    ...options,
    headers: { "x-batch-project": batch.projectKey, ...options.headers },
  });

export const askSonarly = (
  sonarly: SonarlyEmulator,
  path: string,
  query: Query = {},
  options: Omit<Ask, "query"> = {},
): Promise<Answer> =>
  ask(sonarly, `/accounts/${sonarly.accountGroupId}${path}`, { query, ...options });

/** A page of any vendor, for tests that hold for all three. */
export interface Page {
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

export type ReadPage = (cursor: string | undefined, size: number) => Promise<Page>;

export const readWhop =
  (whop: WhopEmulator): ReadPage =>
  async (cursor, size) => {
    const { data, page_info: info } = whopPage.parse(
      (await askWhop(whop, { first: size, after: cursor })).body,
    );
    return {
      ids: data.map(({ id }) => id),
      next: info.has_next_page ? (info.end_cursor ?? undefined) : undefined,
    };
  };

export const readBatch =
  (batch: BatchEmulator): ReadPage =>
  async (cursor, size) => {
    const page = batchPage.parse(
      (await askBatch(batch, "/audiences/list", { limit: size, from: cursor })).body,
    );
    return {
      ids: page.audiences.map(({ name }) => name),
      next: page.has_more ? page.next_from : undefined,
    };
  };

export const readSonarly =
  (sonarly: SonarlyEmulator, path = "/audiences"): ReadPage =>
  async (cursor, size) => {
    const { data } = sonarlyPage.parse(
      (await askSonarly(sonarly, path, { limit: size, cursor })).body,
    );
    return {
      ids: data.items.map(({ id }) => id),
      next: data.hasMore ? (data.nextCursor ?? undefined) : undefined,
    };
  };

/** Every id of a list, in order; `between` runs after each page. */
export async function walk(
  read: ReadPage,
  size: number,
  between: (page: Page, number: number) => void = () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let number = 1; ; number += 1) {
    const page = await read(cursor, size);
    ids.push(...page.ids);
    between(page, number);
    if (page.next === undefined) return ids;
    cursor = page.next;
  }
}
