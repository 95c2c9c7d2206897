import { z } from "zod";
import type { BatchEmulator, SonarlyEmulator, WhopEmulator } from "../../../src/testing/index.ts";
import type { Answer } from "./support.ts";

export interface Send {
  /** Instead of the emulator's own key; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of as JSON. */
  readonly text?: string;
}

type Reached = { readonly baseUrl: string; readonly apiKey: string; readonly fetch: typeof fetch };

/** One request with a JSON body; no body where it is undefined. */
export async function send(
  emulator: Reached,
  method: string,
  path: string,
  body?: unknown,
  options: Send = {},
): Promise<Answer & { readonly text: string }> {
  const { key = emulator.apiKey, headers = {}, text: plain } = options;
  const sent = plain ?? (body === undefined ? null : JSON.stringify(body));
  const response = await emulator.fetch(emulator.baseUrl + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === null ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: sent,
  });
  const text = await response.text();
  const answered: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: answered, text };
}

export const sendBatch = (
  batch: BatchEmulator,
  operation: string,
  body: unknown,
  options: Send = {},
): ReturnType<typeof send> =>
  send(batch, "POST", `/audiences/${operation}`, body, {
    ...options,
    headers: { "x-batch-project": batch.projectKey, ...options.headers },
  });

export const sendSonarly = (
  sonarly: SonarlyEmulator,
  method: string,
  path: string,
  body?: unknown,
  options: Send = {},
): ReturnType<typeof send> =>
  send(sonarly, method, `/accounts/${sonarly.accountGroupId}${path}`, body, options);

/** The version since which there are private files, sizes as numbers and multipart uploads. */
export const currentFiles = { "api-version-date": "2026-09-22-3" } as const;

export interface FileAnswer {
  id: string;
  upload_url: string | null;
  upload_headers: Record<string, string> | null;
  multipart_upload_id?: string | null | undefined;
  multipart_upload_urls?: { part_number: number; url: string }[] | null | undefined;
}
export const fileAnswer: z.ZodType<FileAnswer> = z.looseObject({
  id: z.string(),
  upload_url: z.string().nullable(),
  upload_headers: z.record(z.string(), z.string()).nullable(),
  multipart_upload_id: z.string().nullish(),
  multipart_upload_urls: z.array(z.object({ part_number: z.number(), url: z.string() })).nullish(),
});

export const audienceAnswer: z.ZodType<{ id: string; status: string }> = z.looseObject({
  id: z.string(),
  status: z.string(),
});

/** A body that is sent without its length, unless a header tells it. */
export const streamed = (
  body: ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): RequestInit => {
  const init: RequestInit & { duplex: "half" } = { method: "PUT", headers, body, duplex: "half" };
  return init;
};

/** A file that is there and not ready yet. */
export async function putFile(
  whop: WhopEmulator,
  content: BodyInit,
  options: Send = {},
): Promise<string> {
  const { body } = await send(whop, "POST", "/files", { filename: "people.csv" }, options);
  const file = fileAnswer.parse(body);
  const response = await whop.fetch(file.upload_url ?? "", {
    method: "PUT",
    headers: file.upload_headers ?? {},
    body: content,
  });
  if (response.status !== 200) throw new Error(`PUT answered ${response.status}.`);
  return file.id;
}

/** A file that is ready: the clock has moved on. */
export async function readyFile(whop: WhopEmulator, content: BodyInit): Promise<string> {
  const id = await putFile(whop, content);
  whop.advance(500);
  return id;
}

export const emailMapping = { email: "email" } as const;

/** The body of a creation, with what is not given filled in. */
export const creation = (
  whop: WhopEmulator,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  account_id: whop.accountId,
  name: "Past purchasers",
  column_mapping: emailMapping,
  ...fields,
});

/** An audience of such a file, accepted and not worked on yet. */
export async function createWhopAudience(
  whop: WhopEmulator,
  content: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const file_id = await readyFile(whop, content);
  const { body } = await send(whop, "POST", "/audiences", creation(whop, { file_id, ...fields }));
  return audienceAnswer.parse(body).id;
}

/** A CSV of so many people with an email each. */
export const csvOf = (count: number, from = 1): string =>
  ["email", ...Array.from({ length: count }, (_, index) => `p${from + index}@example.com`)].join(
    "\r\n",
  );

/** Longer than all that Whop does to an audience takes. */
export const untilDone = 4000;
