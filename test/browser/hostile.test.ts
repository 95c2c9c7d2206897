import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { hostileWorld, payloads, visible } from "./support/hostile.ts";
import { useBrowser } from "./support/visit.ts";
describe.skipIf(chromiumPath === undefined)(
  "texts of vendors that want to be more than text",
  () => {
    const visit = useBrowser();

    // What none of the visits may see - a dialog, a word on the console, a request elsewhere - each visit asserts at its end.
    test("stay text on the overview, in the lists and in the table", async () => {
      const viewport = { width: 1280, height: 2_000 }; // room for all rows
      await using there = await visit({ world: hostileWorld(), viewport });
      await there.page
        .getByRole("article")
        .nth(payloads.length - 1)
        .waitFor();
      await there.go("#/changes");
      await there.page
        .locator(".line")
        .nth(payloads.length - 1)
        .waitFor();
      await there.go("#/migrations");
      await there.page
        .locator(".migration")
        .nth(payloads.length - 1)
        .waitFor();
      await there.go("#/audiences");
      const typable = payloads.filter((text) => !/\p{Control}|\p{Surrogate}/u.test(text));
      for (const text of typable) {
        await there.page.locator("#search").fill(text.slice(0, 100));
        await there.page.locator(".grid-body .grid-row").first().waitFor();
      }
      await there.page.locator("#search").fill("");
      const names = await there.page.locator(".grid-body .cell-name").allTextContents();
      expect(new Set(names.map(visible))).toEqual(new Set(payloads.map(visible)));
      expect(there.trouble).toEqual({ dialogs: [], console: [], foreign: [] });
    });

    test("stay text on the page of each audience, and each is found by its address", async () => {
      await using there = await visit({ world: hostileWorld(), hash: "#/audiences" });
      await there.page.locator("#grid").waitFor();
      // Half of a character is in no address.
      for (const known of payloads.filter((text) => text.isWellFormed())) {
        await there.go(`#/audience/${encodeURIComponent(known)}/${encodeURIComponent(known)}`);
        await expect.poll(() => there.page.locator("h1").textContent()).toBe(known);
        const raw = (await there.page.locator("pre.raw").textContent()) ?? "";
        expect(JSON.parse(raw)).toEqual({ [known]: known, list: [known] });
      }
      expect(there.trouble).toEqual({ dialogs: [], console: [], foreign: [] });
    });

    test("bring no element and no link into the page that it does not have by itself", async () => {
      await using there = await visit({ world: hostileWorld() });
      await there.page
        .getByRole("article")
        .nth(payloads.length - 1)
        .waitFor();
      const strange = await there.page.evaluate(() => ({
        elements: [
          ...document.querySelectorAll(
            "script, style, iframe, object, img, base, form, meta, link",
          ),
        ]
          .filter(
            (element) => !document.head.contains(element) && element.closest("dialog") === null,
          )
          .map((element) => element.outerHTML),
        links: [...document.querySelectorAll("a")]
          .map((link) => link.getAttribute("href") ?? "")
          .filter((href) => !href.startsWith("#")),
      }));
      expect(strange).toEqual({ elements: [], links: [] });
    });

    test("the page weighs under 200 kB and asks for nothing from elsewhere", async () => {
      await using there = await visit();
      await there.page.getByRole("article", { name: "whop" }).waitFor();
      const [first] = there.server.world.audiences;
      await there.go(`#/audience/${first?.provider}/${first?.id}`);
      await there.page.getByRole("region", { name: "Raw record" }).waitFor();
      const bytes = [...there.server.served.values()].reduce((sum, each) => sum + each, 0);
      expect([...there.server.served.keys()]).toContain("/assets/page.js");
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(200_000);
    });
  },
);
