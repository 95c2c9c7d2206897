import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { Paged } from "../../src/core/paging/paged.ts";
import { errorOf } from "../support/core-read.ts";
import { ids, scripted, vendorOf } from "../support/core-vendor.ts";

const secret = "sk_live_canary_4242";

const decoded = (token: string): string =>
  atob((token.split(".")[1] ?? "").replaceAll(/[-_]/g, "A"));

async function tokenOf(paged: Paged<unknown>): Promise<string> {
  const { continuationToken } = await paged.collect({ limit: 1 });
  return continuationToken ?? "";
}

describe("a token holds", () => {
  test("no id of an item or an audience, no name, no address and no key", async () => {
    const local = memory({
      audiences: ids("aud-", 4).map((id) => ({ id })),
      members: {
        "aud-1": ids("one", 3).map((id) => ({ identifiers: { email: [`${id}@example.com`] } })),
      },
      maxPageSize: 2,
    });
    const audiences = createAudiences({ a: scripted(["a1", "a2"], ["a3"]), local });
    const tokens = [
      await tokenOf(audiences.list()),
      await tokenOf(audiences.listMembers({ provider: "local", id: "aud-1" })),
      (
        await errorOf(() =>
          createAudiences({ sick: scripted(["a1", "a2"], new Error(`denied to ${secret}`)) })
            .list()
            .toArray(),
        )
      ).continuationToken ?? "",
    ];
    for (const token of tokens) {
      for (const text of [token, decoded(token)]) {
        expect(text).not.toMatch(/aud-\d|a1|a2|b1|Name of|one\d|example\.com|canary/);
      }
    }
  });

  test("nothing but characters that a URL takes as they are", async () => {
    const one = scripted(["a1", "a2"], ["a3"]);
    const token = await tokenOf(createAudiences({ one }).list());
    expect(token).toMatch(/^ak1(?:\.[\w-]*){3,}$/);
    expect(encodeURIComponent(token)).toBe(token);
  });

  test("cursors of any kind, and gives them back byte for byte", async () => {
    const cursors = [
      "+/=&%20",
      "ünïcödé 🙂 漢字",
      "https://evil.test/?a=b#c",
      '{"a":["\\"]}',
      "\u0000\u001f",
      "x".repeat(5000),
    ];
    for (const odd of cursors) {
      const one = vendorOf(({ cursor }) => ({
        ids: cursor === undefined ? ["a1"] : ["a2"],
        more: cursor === undefined,
        next: odd,
      }));
      const audiences = createAudiences({ one });
      const continuationToken = await tokenOf(audiences.list());
      await audiences.list().collect({ continuationToken });
      expect(one.cursors().at(-1)).toBe(odd);
    }
  });
});
