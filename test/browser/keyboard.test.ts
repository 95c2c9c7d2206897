import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import type { Visit } from "./support/visit.ts";

const focused = async ({ page }: Visit): Promise<string> =>
  await page.evaluate(() => {
    const element = document.activeElement;
    return element?.id === "" || element === null ? (element?.textContent ?? "") : `#${element.id}`;
  });

const active = async ({ page }: Visit): Promise<string | null> =>
  await page.locator("#grid").getAttribute("aria-activedescendant");

describe.skipIf(chromiumPath === undefined)("with the keyboard alone", () => {
  const visit = useBrowser();

  test("one searches, opens an audience and comes back to its row", async () => {
    await using there = await visit();
    const { keyboard } = there.page;
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    await keyboard.press("/");
    await expect.poll(() => focused(there)).toBe("#search");
    await keyboard.type("newsletter");
    await keyboard.press("ArrowDown");
    await expect.poll(() => focused(there)).toBe("#grid");
    await expect.poll(() => active(there)).toBe("row-0");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await expect.poll(() => active(there)).toBe("row-2");
    const name = (await there.page.locator("#row-2 .cell-name").textContent()) ?? "";
    expect(name).toContain("Newsletter");
    await keyboard.press("Enter");
    await there.page.getByRole("heading", { level: 1, name }).waitFor();
    await keyboard.press("Escape");
    await expect.poll(() => active(there)).toBe("row-2");
    await expect.poll(() => focused(there)).toBe("#grid");
    expect(await there.page.locator("#search").inputValue()).toBe("newsletter");
  });

  test("Escape clears the search first, and leaves it then", async () => {
    await using there = await visit({ hash: "#/audiences" });
    const { keyboard } = there.page;
    await there.page.locator("#grid").waitFor();
    await keyboard.press("/");
    await expect.poll(() => focused(there)).toBe("#search");
    await keyboard.type("vip");
    expect(await there.shows(/^\d+ of 120 audiences$/)).toBe(true);
    await keyboard.press("Escape");
    await there.page.getByText("120 audiences", { exact: true }).waitFor();
    expect(await focused(there)).toBe("#search");
    await keyboard.press("Escape");
    expect(await focused(there)).toBe("#grid");
  });

  test("pages, ends and edges of the table are a key each, and the row is always in sight", async () => {
    await using there = await visit({ hash: "#/audiences" });
    await there.page.locator("#grid").focus();
    for (const key of [
      "PageDown",
      "PageDown",
      "ArrowUp",
      "End",
      "ArrowDown",
      "PageUp",
      "Home",
      "ArrowUp",
    ]) {
      await there.page.keyboard.press(key);
      const id = (await active(there)) ?? "";
      await there.page.locator(`#${id}`).waitFor();
      await expect
        .poll(() =>
          there.page.evaluate((row) => {
            const grid = document.querySelector("#grid")?.getBoundingClientRect();
            const head = document.querySelector(".grid-head")?.getBoundingClientRect();
            const box = document.querySelector(`#${row}`)?.getBoundingClientRect();
            return (
              grid !== undefined &&
              head !== undefined &&
              box !== undefined &&
              box.top >= head.bottom - 1.5 &&
              box.bottom <= grid.bottom + 0.5
            );
          }, id),
        )
        .toBe(true);
    }
    expect(await active(there)).toBe("row-0");
  });

  test("a column is sorted, a filter set and the colours chosen", async () => {
    await using there = await visit({ hash: "#/audiences", colorScheme: "light" });
    const { keyboard } = there.page;
    const sort = there.page.getByRole("columnheader", { name: "Size" }).getByRole("button");
    await sort.focus();
    await keyboard.press("Enter");
    await expect
      .poll(() => there.page.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"))
      .toBe("descending");
    await there.page.getByLabel("Provider").focus();
    await keyboard.press("w");
    await expect.poll(() => there.page.getByLabel("Provider").inputValue()).toBe("whop");
    await there.page.getByRole("button", { name: "Dark" }).focus();
    await keyboard.press("Space");
    await expect
      .poll(() => there.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme))
      .toBe("dark");
  });

  test("the first stop leads to the content, and every stop is visibly the current one", async () => {
    await using there = await visit();
    const { keyboard } = there.page;
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    await keyboard.press("Tab");
    expect(await focused(there)).toBe("To the content");
    await keyboard.press("Enter");
    expect(await focused(there)).toBe("#main");
    await there.page.reload();
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    for (let stop = 0; stop < 14; stop += 1) {
      await keyboard.press("Tab");
      const shown = await there.page.evaluate(() => {
        const element = document.activeElement;
        return element === null || element === document.body
          ? "body"
          : getComputedStyle(element).outlineStyle;
      });
      expect(shown).toBe("solid");
    }
  });

  test("? shows the keys, Escape puts them away, and meanwhile / is not a search", async () => {
    await using there = await visit();
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    await there.page.keyboard.press("?");
    const dialog = there.page.getByRole("dialog", { name: "Keys" });
    await dialog.waitFor();
    await there.page.keyboard.press("/");
    expect(there.page.url()).toMatch(/#\/$/);
    await there.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });
});
