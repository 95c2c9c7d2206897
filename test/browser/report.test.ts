import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { describe, expect, test } from "vitest";

import { renderReport } from "../../src/server/report/index.ts";
import { findings } from "./support/axe.ts";
import { chromiumPath } from "./support/browser.ts";
import { hostileWorld, payloads, visible } from "./support/hostile.ts";
import { useBrowser } from "./support/visit.ts";
import type { Visit } from "./support/visit.ts";
import { createWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

/** Opens the report as a file, as who gets it by mail does. */
async function open(
  there: Visit,
  { providers, audiences, changes, migrations }: World,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-report-"));
  const file = path.join(folder, "report.html");
  await writeFile(
    file,
    renderReport({ ...providers, providers: providers.items, audiences, changes, migrations }),
  );
  await there.page.goto(pathToFileURL(file).href);
  await rm(folder, { recursive: true });
  there.trouble.foreign.splice(0, 1); // the file itself, which is asked for first
}

describe.skipIf(chromiumPath === undefined)("the report in one file", () => {
  const visit = useBrowser();

  for (const colorScheme of ["light", "dark"] as const) {
    test(`is styled, asks for nothing, and axe-core finds nothing serious: ${colorScheme}`, async () => {
      await using there = await visit({ colorScheme });
      await open(there, createWorld({ size: 80 }));
      const ground = await there.page.evaluate(
        () => getComputedStyle(document.body).backgroundColor,
      );
      expect(ground).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(18, 22, 27)");
      expect(await there.page.locator("h2").allTextContents()).toEqual([
        "Providers",
        "Needs attention",
        "What changed in 7 days",
        "Migrations",
        "Audiences",
      ]);
      expect(await findings(there.page)).toEqual([]);
    });
  }

  test("keeps hostile texts text", async () => {
    await using there = await visit();
    await open(there, hostileWorld());
    const names = await there.page.locator("td.name").allTextContents();
    expect(payloads.map(visible).filter((text) => !names.map(visible).includes(text))).toEqual([]);
    const strange = await there.page
      .locator(
        "body :is(script, style, iframe, object, img, base, form, meta, link, a, input, details)",
      )
      .count();
    expect(strange).toBe(0);
  });
});
