// The dashboard's page in Chromium with 10,000 audiences: work before it is of use, work of a keystroke, weight.
import type { Browser, CDPSession, Page } from "playwright-core";

import { chromiumPath, launchBrowser } from "../test/browser/support/browser.ts";
import { serveFixture } from "../test/browser/support/fixture-server.ts";
import type { FixtureServer } from "../test/browser/support/fixture-server.ts";
import { createWorld } from "../test/browser/support/world.ts";
import { median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";

const audiences = 10_000;
const rounds = 5;
const typed = "newsletter dach 30";

/** Milliseconds for which the main thread was at work so far: of its own time, whatever else the machine is doing. */
async function work(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
}

async function watched(browser: Browser): Promise<readonly [Page, CDPSession]> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return [page, session];
}

const painted = async (page: Page): Promise<void> => {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
      }),
  );
};

/** Work until the view stands and is painted. */
async function load(browser: Browser, url: string, useful: string): Promise<number> {
  const [page, session] = await watched(browser);
  await page.goto(url);
  await page.locator(useful).first().waitFor();
  await painted(page);
  const done = await work(session);
  await page.context().close();
  return done;
}

/** Work of each key, from its press to the next paint. */
async function keystrokes(browser: Browser, url: string): Promise<readonly number[]> {
  const [page, session] = await watched(browser);
  await page.goto(url);
  await page.locator(".grid-body .grid-row").first().waitFor();
  await page.locator("#search").focus();
  await painted(page);
  const each: number[] = [];
  for (const key of typed) {
    const before = await work(session);
    await page.keyboard.press(key === " " ? "Space" : key);
    await painted(page);
    each.push((await work(session)) - before);
  }
  await page.context().close();
  return each;
}

async function measure(browser: Browser, server: FixtureServer): Promise<void> {
  const overview: number[] = [];
  const table: number[] = [];
  const keys: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    overview.push(await load(browser, server.url, ".group .line"));
    table.push(await load(browser, `${server.url}#/audiences`, ".grid-body .grid-row"));
    keys.push(Math.max(...(await keystrokes(browser, `${server.url}#/audiences`))));
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
