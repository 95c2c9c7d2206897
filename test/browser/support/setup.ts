import { chromiumPath } from "./browser.ts";

/** Once for a run: where no browser is, the tests cannot be run, and nobody shall take that for success. */
export default function setup(): void {
  if (chromiumPath === undefined) {
    process.stderr.write(
      "No Chromium is here: the browser tests are skipped. Install it (apt-get install chromium), or set CHROMIUM_PATH.\n",
    );
  }
}
