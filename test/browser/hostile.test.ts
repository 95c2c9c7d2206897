import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { payloads } from "./support/hostile.ts";
import { useBrowser } from "./support/visit.ts";
import { createWorld, iso, migration, worldTime } from "./support/world.ts";
import type { World } from "./support/world.ts";
import type { AudienceDetail } from "../../src/server/page/browser/data/model.ts";

/** Without what has no sign of its own; the driver hands some of it over as something else. */
const visible = (text: string): string => text.replaceAll(/\p{Control}|\p{Surrogate}|\uFFFD/gu, "");

/** A world in which every text that a vendor or a customer writes is one of the payloads. */
function hostileWorld(): World {
  const world = createWorld({ size: payloads.length });
  world.audiences = world.audiences.map((audience, index): AudienceDetail => {
    const text = payloads[index] ?? "";
    return {
      ...audience,
      provider: text,
      vendor: text,
      id: text,
      name: text,
      description: text,
      status: index % 2 === 0 ? "failed" : "partial",
      vendorStatus: text,
      error: text,
      size: { value: 5, unit: "rows" },
      matched: { value: 4, unit: "rows" },
      updatedAt: index % 3 === 0 ? text : audience.updatedAt,
      createdAt: index % 3 === 1 ? text : audience.createdAt,
      seenAt: index % 3 === 2 ? text : audience.seenAt,
      raw: { [text]: text, list: [text] },
    };
  });
  world.providers = {
    generatedAt: iso(worldTime),
    items: payloads.map((text) => ({
      name: text,
      vendor: text,
      state: "failed",
      takenAt: iso(worldTime),
      completeAt: text,
      audiences: 1,
      statuses: { ready: 1, processing: 0, partial: 0, failed: 0, unknown: 0 },
      error: text,
    })),
  };
  world.changes = payloads.map((text, index) => ({
    at: iso(worldTime - index),
    kind: index % 2 === 0 ? "renamed" : "status",
    provider: text,
    id: text,
    name: text,
    before: text,
    after: text,
    unit: null,
  }));
  world.migrations = payloads.map((text) => ({
    ...migration(text, "applying", 3, 2, 1),
    from: text,
    to: text,
  }));
  return world;
}

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
