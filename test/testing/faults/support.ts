import { z } from "zod";
import type {
  CommonOptions,
  Emulators,
  Faults,
  ServedEmulators,
  Vendor,
} from "../../../src/testing/index.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import { dialects } from "./dialects.ts";

export const vendors = ["whop", "batch", "sonarly"] as const;

const members = z.record(z.string(), z.unknown());

/** A member of a parsed answer, by the names that lead to it. */
export function at(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const found = members.safeParse(value).data;
  return found !== undefined && Object.hasOwn(found, name) ? at(found[name], rest) : undefined;
}

/** An answer of a list, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is not JSON. */
  readonly body: unknown;
  readonly items: readonly unknown[] | undefined;
  readonly keys: readonly unknown[];
  readonly next: unknown;
  readonly more: unknown;
}

export interface Ask {
  readonly cursor?: unknown;
  readonly size?: number;
  readonly signal?: AbortSignal;
}

/** The list of one vendor, whose first three pages have three audiences each. */
export interface Listed {
  readonly vendor: Vendor;
  readonly faults: Faults;
  readonly emulators: Emulators;
  /** The answer with its body unread. */
  readonly open: (ask?: Ask) => Promise<Response>;
  readonly ask: (ask?: Ask) => Promise<Answer>;
  /** The answer to the second page, or a later one, after the pages before it. */
  readonly askPage: (page: number) => Promise<Answer>;
  /** The keys of all pages, read by a client that believes everything. */
  readonly walk: (limit?: number) => Promise<readonly unknown[]>;
}

interface Address {
  readonly baseUrl: string;
  readonly apiKey: string;
}

function listed(
  vendor: Vendor,
  emulators: Emulators,
  { baseUrl, apiKey }: Address,
  send: typeof fetch,
): Listed {
  const { path, size: sizeName, cursor: cursorName, items, next, more, key } = dialects[vendor];
  const ids = { ...emulators.whop, ...emulators.sonarly };
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "x-batch-project": emulators.batch.projectKey,
  };

  const open: Listed["open"] = async ({ cursor, size = 3, signal } = {}) => {
    const url = new URL(baseUrl + path({ ...ids, accountId: emulators.whop.accountId }));
    url.searchParams.set(sizeName, String(size));
    if (typeof cursor === "string") url.searchParams.set(cursorName, cursor);
    return send(url, { headers, redirect: "manual", ...(signal && { signal }) });
  };
  const ask: Listed["ask"] = async (wanted) => {
    const response = await open(wanted);
    const text = await response.text();
    const body = parsed(text);
    const found = z.array(z.unknown()).safeParse(at(body, items)).data;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body,
      items: found,
      keys: (found ?? []).map((item) => at(item, [key])),
      next: at(body, next),
      more: at(body, more),
    };
  };
  return {
    vendor,
    faults: emulators[vendor].faults,
    emulators,
    open,
    ask,
    async askPage(page) {
      let answer = await ask();
      for (let number = 2; number <= page; number += 1) answer = await ask({ cursor: answer.next });
      return answer;
    },
    async walk(limit = 30) {
      const keys: unknown[] = [];
      let answer = await ask();
      for (let pages = 1; pages < limit; pages += 1) {
        keys.push(...answer.keys);
        if (answer.more !== true) return keys;
        answer = await ask({ cursor: answer.next });
      }
      return keys;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Twelve audiences, so four pages, in this process; time passes at once. */
export function inProcess(vendor: Vendor, script: string, options: CommonOptions = {}): Listed {
  const emulators = createEmulators({ size: 12, wait: async () => undefined, ...options });
  if (script !== "") emulators[vendor].faults.add(`${vendor}.list ${script}`);
  const { fetch: send } = emulators[vendor];
  return listed(vendor, emulators, emulators[vendor], send);
}

/** The same, but time is real. */
export function realTime(vendor: Vendor, script: string): Listed {
  const emulators = createEmulators({ size: 12, faults: `${vendor}.list ${script}` });
  return listed(vendor, emulators, emulators[vendor], emulators[vendor].fetch);
}

/** The same over HTTP, of emulators that are served already; only this script is at work. */
export function overHttp(vendor: Vendor, served: ServedEmulators, script: string): Listed {
  served.emulators.faults.clear();
  served.emulators[vendor].faults.add(`${vendor}.list ${script}`);
  return listed(vendor, served.emulators, served[vendor], fetch);
}

/** All keys as they are without any fault. */
export const keysOf = (vendor: Vendor): Promise<readonly unknown[]> => inProcess(vendor, "").walk();

/** What becomes of so many requests for the first page. */
export async function statuses(list: Listed, count: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let number = 0; number < count; number += 1) seen.push((await list.ask()).status);
  return seen;
}

/** The bytes that came, and the error that ended them. */
export async function readUntilBroken(
  response: Response,
): Promise<{ readonly text: string; readonly error: unknown }> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = "";
  try {
    for (;;) {
      const piece = await reader?.read();
      if (piece?.done !== false) return { text, error: undefined };
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch (error) {
    return { text, error };
  }
}
