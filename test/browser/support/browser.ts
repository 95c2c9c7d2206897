import { existsSync } from "node:fs";

import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is, if one is: `CHROMIUM_PATH`, or where Debian and others put it. */
export const chromiumPath: string | undefined = [
  process.env["CHROMIUM_PATH"] ?? "",
  ...places,
].find((place) => place !== "" && existsSync(place));

/** What the browser asks for on its own is switched off: a request that is seen then comes from the page. */
export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) {
    throw new Error(
      "No Chromium is here. Install it (apt-get install chromium), or set CHROMIUM_PATH.",
    );
  }
  return await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
