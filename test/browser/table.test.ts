import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import { audiencesOf, createWorld } from "./support/world.ts";

const rows = async (page: Page, column: string): Promise<string[]> => {
  const cells = page.locator(`.grid-body .grid-row .cell-${column}`);
  // The order in the document is that in which rows came into sight; the number says which is which.
  return await cells.evaluateAll((found) =>
    found
      .map((cell) => ({
        place: Number(cell.parentElement?.getAttribute("aria-rowindex")),
        text: cell.textContent,
      }))
      .toSorted((left, right) => left.place - right.place)
      .map(({ text }) => text),
  );
};

/** What a cell of growth says, as a number. */
const difference = (text: string): number => Number(text.replaceAll(",", "").replace("−", "-"));

describe.skipIf(chromiumPath === undefined)("the table of audiences", () => {
  const visit = useBrowser();

  test("shows every audience's size with its unit, and a dash where the vendor gives none", async () => {
    const world = createWorld({ size: 12 });
    await using there = await visit({ world, hash: "#/audiences?sort=size&order=descending" });
    await there.page.locator(".grid-body .grid-row").nth(11).waitFor();
    const sizes = await rows(there.page, "size");
    const known = world.audiences
      .flatMap(({ size }) => (size === null ? [] : [size]))
      .toSorted((left, right) => right.value - left.value)
      .map(({ value, unit }) => `${value.toLocaleString("en")} ${unit}`);
    expect(sizes).toEqual([...known, "–"]);
  });

  test("narrows by every word of a search, whatever its case and accents", async () => {
    const world = createWorld({ size: 60 });
    const [chosen] = audiencesOf(world);
    world.audiences[0] = { ...chosen, name: "Café clients, Montréal" };
    await using there = await visit({ world, hash: "#/audiences" });
    await there.page.locator("#search").fill("montreal CAFE");
    await expect.poll(() => rows(there.page, "name")).toEqual(["Café clients, Montréal"]);
    expect(await there.page.locator(".shown").textContent()).toBe("1 of 60 audiences");
    expect(await there.page.locator("#grid").getAttribute("aria-rowcount")).toBe("2");
  });

  test("is filtered by provider and status, and the address says how", async () => {
    const world = createWorld({ size: 300 });
    await using there = await visit({ world, hash: "#/audiences" });
    await there.page.getByLabel("Provider").selectOption("whop");
    await there.page.getByLabel("Status").selectOption("failed");
    const expected = world.audiences.filter(
      ({ provider, status }) => provider === "whop" && status === "failed",
    );
    expect(expected.length).toBeGreaterThan(1);
    await expect.poll(() => rows(there.page, "status")).toEqual(expected.map(() => "Failed"));
    await expect.poll(() => there.page.url()).toContain("#/audiences?provider=whop&status=failed");
    await there.page.reload();
    await expect.poll(() => rows(there.page, "provider")).toEqual(expected.map(() => "whop"));
  });

  test("says when nothing matches, and leads back to everything", async () => {
    await using there = await visit({ hash: "#/audiences?search=no+such+list" });
    expect(await there.shows("No audience matches")).toBe(true);
    await there.page.getByRole("button", { name: "Show all 120" }).click();
    await expect.poll(() => there.page.locator(".shown").textContent()).toBe("120 audiences");
  });

  test("is sorted by a click on a column, the other way by the next", async () => {
    const world = createWorld({ size: 20 });
    await using there = await visit({ world, hash: "#/audiences" });
    const names = world.audiences
      .map(({ name }) => name)
      .toSorted(new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare);
    await expect.poll(() => rows(there.page, "name")).toEqual(names);
    const header = there.page.getByRole("columnheader", { name: "Name" });
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    await header.getByRole("button").click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("descending");
    expect(await rows(there.page, "name")).toEqual(names.toReversed());
    await there.page.getByRole("columnheader", { name: "7 days" }).getByRole("button").click();
    const grown = await rows(there.page, "growth");
    const figures = grown.filter((text) => text !== "–").map((text) => difference(text));
    expect(figures).toEqual(figures.toSorted((left, right) => right - left));
    expect(grown.slice(figures.length)).toEqual(grown.slice(figures.length).map(() => "–"));
  });

  test("says the vendor's own word where it is another, and how old a row is that was not read", async () => {
    const world = createWorld({ size: 4 });
    const [one] = audiencesOf(world);
    world.audiences = [
      { ...one, id: "1", status: "ready", vendorStatus: "APPLIED", stale: false },
      {
        ...one,
        id: "2",
        status: "ready",
        vendorStatus: "ready",
        stale: true,
        seenAt: "2026-11-01T07:00:00.000Z",
      },
    ];
    await using there = await visit({ world, hash: "#/audiences" });
    await expect
      .poll(() => rows(there.page, "status"))
      .toEqual(["ReadyAPPLIED", "Readyas of 5 hours ago"]);
  });

  test("has 10,000 rows, of which a few are in the document", async () => {
    const world = createWorld({ size: 10_000 });
    await using there = await visit({ world, hash: "#/audiences" });
    const grid = there.page.locator("#grid");
    await grid.waitFor();
    expect(await grid.getAttribute("aria-rowcount")).toBe("10001");
    await grid.focus();
    await there.page.keyboard.press("End");
    await expect.poll(() => grid.getAttribute("aria-activedescendant")).toBe("row-9999");
    await there.page.locator("#row-9999").waitFor();
    expect(await there.page.locator("#row-9999").getAttribute("aria-rowindex")).toBe("10001");
    expect(await there.page.locator(".grid-body .grid-row").count()).toBeLessThan(60);
    await there.page.keyboard.press("Home");
    await there.page.locator("#row-0").waitFor();
    expect(await there.page.locator(".grid-body .grid-row").count()).toBeLessThan(60);
  });
});
