import type { Client, Target } from "./client.ts";
import { dialects, isJson } from "./dialects.ts";
import { pageSize } from "./emulated.ts";

/** More than the list has pages; without it, a cycle would be walked for ever. */
const cap = 40;

function addressOf({ vendor, access }: Target, cursor: string | undefined): string {
  const { baseUrl, accountId, accountGroupId } = access;
  const paths = {
    whop: `/audiences?account_id=${accountId}&first=${pageSize}`,
    batch: `/audiences/list?limit=${pageSize}`,
    sonarly: `/accounts/${accountGroupId}/audiences?limit=${pageSize}`,
  };
  const { cursorParameter } = dialects[vendor];
  const from = cursor === undefined ? "" : `&${cursorParameter}=${encodeURIComponent(cursor)}`;
  return `${baseUrl}${paths[vendor]}${from}`;
}

/**
 * The loop that is written in a hurry: any answer is a page, an empty page is the end, every cursor is followed as it
 * is, nothing is timed, repeated or remembered, and what goes wrong is printed. It is here to be seen failing.
 */
export const carelessClient: Client = {
  async read(target, deliver, token) {
    const { vendor, access, options } = target;
    const { fetch = globalThis.fetch } = options;
    const { read, fields } = dialects[vendor];
    const headers = {
      authorization: `Bearer ${access.apiKey}`,
      "x-batch-project": access.projectKey,
    };
    const said: unknown[] = [];
    let cursor = token;
    try {
      for (let requests = 0; requests < cap; requests += 1) {
        const response = await fetch(addressOf(target, cursor), { headers });
        const body: unknown = await response.json();
        const page = read(isJson(body) ? body : {});
        if (page.items.length === 0) {
          break;
        }
        for (const item of page.items) {
          deliver(String(Reflect.get(Object(item), fields.id)));
        }
        if (page.more !== true) {
          break;
        }
        cursor = typeof page.cursor === "string" ? page.cursor : JSON.stringify(page.cursor);
      }
      return { complete: true, said };
    } catch (error) {
      said.push(`could not list: ${String(error)}`, headers);
      return { complete: false, failure: {}, said };
    }
  },
};
