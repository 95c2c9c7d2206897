import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import { audiencesOf, createWorld, iso, worldTime } from "./support/world.ts";

const day = 86_400_000;

/** Of each share of the chart's width, whether the line's own colour is drawn there. */
async function drawn(page: Page, shares: readonly number[]): Promise<boolean[]> {
  return await page.evaluate((places) => {
    const canvas = document.querySelector<HTMLCanvasElement>(".plot canvas");
    const over = document.querySelector(".plot .u-over")?.getBoundingClientRect();
    const context = canvas?.getContext("2d");
    if (canvas === null || over === undefined || context === null || context === undefined) {
      throw new Error("No chart is drawn.");
    }
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--accent)";
    const colour = /\d+, \d+, \d+/.exec(getComputedStyle(probe).color)?.[0];
    probe.remove();
    return places.map((share) => {
      const x = Math.round((over.left - box.left + over.width * share) * scale);
      const { data } = context.getImageData(x, 0, 1, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (`${data[at]}, ${data[at + 1]}, ${data[at + 2]}` === colour && data[at + 3] === 255) {
          return true;
        }
      }
      return false;
    });
  }, shares);
}

describe.skipIf(chromiumPath === undefined)("the page of an audience", () => {
  const visit = useBrowser();

  test("draws its history with what was not read left empty", async () => {
    const world = createWorld({ size: 4 });
    const [one] = audiencesOf(world);
    world.audiences = [{ ...one, provider: "whop", id: "a", name: "Gaps" }];
    const gap = { size: null, matched: null, gap: true };
    world.series = () => ({
      unit: "rows",
      points: Array.from({ length: 91 }, (_, index) => ({
        at: iso(worldTime - (90 - index) * day),
        ...(index > 30 && index < 60 ? gap : { size: 1000 + index, matched: null, gap: false }),
      })),
    });
    await using there = await visit({
      world,
      hash: "#/audience/whop/a",
      expected: /willReadFrequently/, // the test reads the canvas, the page does not
    });
    await there.page.locator(".plot canvas").waitFor();
    await expect
      .poll(() => drawn(there.page, [0.1, 0.25, 0.5, 0.75, 0.9]))
      .toEqual([true, true, false, true, true]);
    const chart = there.page.getByRole("img", { name: /^Gaps: from 1,000 rows/ });
    expect(await chart.getAttribute("aria-label")).toContain("with 29 gaps");
    await there.page.getByText("The same in figures").click();
    const table = there.page.getByRole("region", { name: "History in figures" });
    await expect.poll(() => table.getByRole("row").count()).toBe(92);
    expect(await table.getByText("not read").count()).toBe(29);
    expect(await table.getByRole("row").nth(1).textContent()).toContain("1,090");
  });

  test("draws the matches beside the size, and says both under the pointer", async () => {
    const world = createWorld({ size: 40 });
    const chosen = world.audiences.find(({ matched }) => matched !== null);
    await using there = await visit({
      world,
      hash: `#/audience/${chosen?.provider}/${chosen?.id}`,
    });
    const plot = there.page.locator(".plot .u-over");
    await plot.waitFor();
    const legend = there.page.locator(".legend");
    const last = await legend.textContent();
    expect(last).toContain("1 Nov 2026, 12:00");
    expect(last).toContain("Matched");
    await plot.hover({ position: { x: 20, y: 60 } });
    await expect
      .poll(() => legend.textContent())
      .toMatch(/Aug 2026.*Size [\d,]+ rows.*Matched [\d,]+/);
  });

  test("has every field, open where the vendor says nothing, and the record as the vendor wrote it", async () => {
    const world = createWorld({ size: 4 });
    const [one] = audiencesOf(world);
    world.audiences = [
      {
        ...one,
        provider: "whop",
        id: "a/b c%",
        name: "Fields",
        description: null,
        updatedAt: null,
        createdAt: "2026-01-02T03:04:00.000Z",
        vendorStatus: "syncing",
        raw: { "odd <key>": ["as", null, { it: 1.5 }] },
      },
    ];
    await using there = await visit({ world, hash: "#/audiences" });
    await there.page.getByRole("link", { name: "Fields" }).click();
    const fields = there.page.getByRole("region", { name: "Fields" });
    await fields.waitFor();
    const entries = await fields
      .locator("dl > div")
      .evaluateAll((found) =>
        found.map((entry) => [entry.children[0]?.textContent, entry.children[1]?.textContent]),
      );
    expect(Object.fromEntries(entries)).toMatchObject({
      Id: "a/b c%",
      Description: "–",
      Updated: "–",
      Created: "2 Jan 2026, 03:04",
      "The vendor's word": "syncing",
    });
    expect(JSON.parse((await there.page.locator("pre.raw").textContent()) ?? "")).toEqual({
      "odd <key>": ["as", null, { it: 1.5 }],
    });
  });

  test("says why it failed, in the vendor's words, and how old it is when it was not read lately", async () => {
    const world = createWorld({ size: 4 });
    const [one] = audiencesOf(world);
    world.audiences = [
      {
        ...one,
        provider: "whop",
        id: "a",
        status: "failed",
        error: "Column 3 has no header",
        stale: true,
        seenAt: iso(worldTime - 3 * day),
      },
    ];
    await using there = await visit({ world, hash: "#/audience/whop/a" });
    expect(await there.shows("Column 3 has no header")).toBe(true);
    expect(await there.shows("As it was 3 days ago")).toBe(true);
  });

  test("without figures, says what a line needs instead of drawing zeros", async () => {
    const world = createWorld({ size: 4 });
    const [one] = audiencesOf(world);
    world.audiences = [
      { ...one, provider: "whop", id: "a", size: null, matched: null, matchRate: null },
    ];
    await using there = await visit({ world, hash: "#/audience/whop/a" });
    expect(await there.shows("No figures yet")).toBe(true);
    expect(await there.page.locator("canvas").count()).toBe(0);
    expect(await there.page.locator(".key-figures").textContent()).toMatch(
      /Size–Matched–Match rate–/,
    );
  });
});
