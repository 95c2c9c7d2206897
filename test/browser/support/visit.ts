import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { launchBrowser } from "./browser.ts";
import { serveFixture } from "./fixture-server.ts";
import type { FixtureServer } from "./fixture-server.ts";
import type { World } from "./world.ts";

/** What a page did that none of ours may do. */
export interface Trouble {
  readonly dialogs: string[];
  readonly console: string[];
  readonly foreign: string[];
}

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly server: FixtureServer;
  readonly trouble: Trouble;
  /** Goes to a view, `#/audiences` for one. */
  go(hash: string): Promise<void>;
  /** Whether a text is there to be seen, now or soon. */
  shows(text: string | RegExp): Promise<boolean>;
}

export interface VisitOptions extends BrowserContextOptions {
  readonly world?: World;
  /** Where else the page is served. @default by the fixture server */
  readonly url?: string;
  /** @default "#/" */
  readonly hash?: string;
  /** Runs before the page is asked for. */
  readonly before?: (server: FixtureServer) => void;
  /** Console messages that the test brings about itself, such as those of an answer that failed. */
  readonly expected?: RegExp;
}

/** One browser for a file of tests; each visit has a context of its own. */
export function useBrowser(): (options?: VisitOptions) => Promise<Visit> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (options = {}) => {
    if (browser === undefined) {
      throw new Error("The browser starts before the first test, not while tests are collected.");
    }
    return await visit(browser, options);
  };
}

async function visit(browser: Browser, options: VisitOptions): Promise<Visit> {
  const { world, hash = "#/", url, before, expected, ...context } = options;
  const server = await serveFixture(world);
  before?.(server);
  const origin = url ?? server.url;
  const page = await browser.newPage({
    timezoneId: "UTC",
    viewport: { width: 1280, height: 800 },
    ...context,
  });
  page.setDefaultTimeout(8_000);
  const trouble: Trouble = { dialogs: [], console: [], foreign: [] };
  page.on("dialog", (dialog) => {
    trouble.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => {
    trouble.console.push(error.message);
  });
  page.on("console", (message) => {
    const harmless = message.type() === "log" || expected?.test(message.text()) === true;
    if (!harmless) {
      trouble.console.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
      trouble.foreign.push(request.url());
    }
  });
  await page.goto(`${origin}${hash}`);
  return {
    page,
    server,
    trouble,
    async go(next) {
      await page.evaluate((value) => {
        location.hash = value;
      }, next);
    },
    async shows(text) {
      return await page
        .getByText(text)
        .first()
        .waitFor()
        .then(
          () => true,
          () => false,
        );
    },
    async [Symbol.asyncDispose]() {
      await page.context().close();
      await server[Symbol.asyncDispose]();
      expect(trouble).toEqual({ dialogs: [], console: [], foreign: [] });
    },
  };
}
