import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { readHistory } from "../../src/history/index.ts";
import { reportData, reportHtml } from "../../src/server/index.ts";
import { at, createWorld, day, people } from "../history/support/world.ts";

const nasty = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e`;

async function written(name: string): Promise<string> {
  const world = await createWorld();
  const vip = { id: "vip", name, size: people(100), matched: people(50) };
  const broken = { id: "b", name: "B", status: "failed", error: name } as const;
  await world.take(0, { shop: { audiences: [vip, broken] } });
  await world.take(8, {
    shop: { audiences: [{ ...vip, name: `${name}2`, size: people(1500) }, broken] },
  });
  const history = await readHistory(world.store);
  return reportHtml(reportData({ history, since: 30 * day, now: at(8) }));
}

test("a report is one file that loads nothing and runs nothing, whatever lists are called", async () => {
  const page = await written(nasty);
  expect(page).not.toMatch(/<script|<img|<link|\son\w+=["'x]|src=["']|url\(|@import|https?:/i);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page.match(/<style>/g)).toHaveLength(1);
  // A browser applies the style only if it is the very one that the policy names.
  const style = /<style>(?<style>.*)<\/style>/s.exec(page)?.groups?.["style"] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${hash}';`);
});

test("it tells sizes with their units, growth, match rates, reasons and changes", async () => {
  const text = (await written("VIP"))
    .replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ")
    .replaceAll(/\s+/g, " ");
  expect(text).toContain("VIP2 Ready 1,500 people 3.3% +1,400");
  expect(text).toContain("Grown VIP2 shop 100 → 1,500 people");
  expect(text).toContain("Renamed VIP2 shop was VIP");
  expect(text).toContain("B Failed – – –");
});
