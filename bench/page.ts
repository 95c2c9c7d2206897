// The dashboard's page in Chromium with 10,000 audiences: work before it is of use, work of a keystroke, weight.
import type { Browser, Page } from "playwright-core";

import { chromiumPath, launchBrowser } from "../test/browser/support/browser.ts";
import { serveFixture } from "../test/browser/support/fixture-server.ts";
import type { FixtureServer } from "../test/browser/support/fixture-server.ts";
import { createWorld } from "../test/browser/support/world.ts";
import { median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";

const audiences = 10_000;
const rounds = 5;
const typed = "newsletter dach 30";

/** Milliseconds of main-thread work until the view stands, and two frames of it are painted. */
async function load(browser: Browser, url: string, useful: string): Promise<number> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await page.goto(url);
  await page.locator(useful).first().waitFor();
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  const { metrics } = await session.send("Performance.getMetrics");
  const work = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  await page.context().close();
  return work * 1000;
}

/** Milliseconds from each key to the next paint. The browser says nothing of those below 16, which count as 16. */
async function keystrokes(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === "keydown" || entry.name === "input") {
          seen.push(entry.duration);
        }
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await page.locator("#search").focus();
  const frame = (): Promise<unknown> =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  for (const key of typed) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await frame();
  }
  await frame();
  const seen: unknown = await page.evaluate("window.seen");
  return Array.isArray(seen) && seen.length > 0 ? seen.map(Number) : [16];
}

async function measure(browser: Browser, server: FixtureServer): Promise<void> {
  const overview: number[] = [];
  const table: number[] = [];
  const keys: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    overview.push(await load(browser, server.url, ".group .line"));
    table.push(await load(browser, `${server.url}#/audiences`, ".grid-body .grid-row"));
    const page = await browser.newPage();
    await page.goto(`${server.url}#/audiences`);
    await page.locator(".grid-body .grid-row").first().waitFor();
    keys.push(Math.max(...(await keystrokes(page))));
    await page.context().close();
  }
  const weight = [...server.served.values()].reduce((sum, bytes) => sum + bytes, 0);
  spread("main-thread work to the overview", overview, " ms");
  spread("main-thread work to the table", table, " ms");
  spread(`slowest of ${typed.length} keystrokes in the filter`, keys, " ms");
  say(`  weight of the page: ${weight} bytes`);
  conclude({
    "page-overview": { ratio: median(overview) / 1000, limit: 1 },
    "page-table": { ratio: median(table) / 1000, limit: 1 },
    "page-keystroke": { ratio: median(keys) / 50, limit: 1 },
    "page-weight": { ratio: weight / 200_000, limit: 1 },
  });
}

if (chromiumPath === undefined) {
  say(
    "No Chromium is here, so nothing was measured. Install it (apt-get install chromium), or set CHROMIUM_PATH.",
  );
} else {
  const browser = await launchBrowser();
  await using server = await serveFixture(createWorld({ size: audiences }));
  await measure(browser, server);
  await browser.close();
}
