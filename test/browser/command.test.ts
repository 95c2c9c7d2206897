import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import { findings } from "./support/axe.ts";
import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const announcement = z.object({ origin: z.string(), link: z.string() });

interface Command extends AsyncDisposable {
  readonly link: string;
}

/** The command as a person starts it, on a free port. */
async function startDashboard(): Promise<Command> {
  const child = spawn(process.execPath, [main, "dashboard", "--emulate", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line]: unknown[] = await once(child.stdout.setEncoding("utf8"), "data");
  const { link } = announcement.parse(JSON.parse(String(line)));
  return {
    link,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await once(child, "close");
    },
  };
}

describe.skipIf(chromiumPath === undefined)("audiencekit dashboard --emulate", () => {
  const visit = useBrowser();

  test("shows ninety days of three vendors, from the overview to the record of one audience", async () => {
    await using command = await startDashboard();
    await using there = await visit({ url: command.link });
    for (const name of ["whop", "batch", "sonarly"]) {
      const card = there.page.getByRole("article", { name });
      await card.waitFor();
      expect(await card.textContent()).toMatch(/Complete140 audiencesRead /);
    }
    await there.page.getByText("Live", { exact: true }).waitFor();
    await there.page.keyboard.press("/");
    await there.page.locator("#search:focus").waitFor();
    await there.page.keyboard.type("loyalty tier");
    await there.page.locator("#row-0 .cell-name", { hasText: /loyalty tier/i }).waitFor();
    await there.page.keyboard.press("ArrowDown");
    await there.page.locator("#grid:focus").waitFor();
    await there.page.keyboard.press("Enter");
    await there.page.getByRole("heading", { level: 1, name: /loyalty tier/i }).waitFor();
    await there.page.locator(".plot canvas").waitFor();
    const raw: unknown = JSON.parse((await there.page.locator("pre.raw").textContent()) ?? "");
    expect(raw).toMatchObject({ name: await there.page.locator("h1").textContent() });
    expect(await findings(there.page)).toEqual([]);
    for (const hash of ["#/changes", "#/migrations"]) {
      await there.go(hash);
      await there.page.locator(".line, .empty, .migration").first().waitFor();
      expect(await findings(there.page)).toEqual([]);
    }
  });
});
