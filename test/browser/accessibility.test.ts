import { describe, expect, test } from "vitest";

import { findings } from "./support/axe.ts";
import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import { createWorld } from "./support/world.ts";

const views = ["#/", "#/audiences", "#/changes", "#/migrations"];

describe.skipIf(chromiumPath === undefined)("for everybody", () => {
  const visit = useBrowser();

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 400]) {
      test(`axe-core finds nothing serious: ${colorScheme}, ${width} pixels wide`, async () => {
        const world = createWorld({ size: 150 });
        const partial = world.audiences.find(
          ({ status, provider }) => status === "partial" && provider === "whop",
        );
        await using there = await visit({ world, colorScheme, viewport: { width, height: 800 } });
        for (const hash of [...views, `#/audience/whop/${partial?.id}`]) {
          await there.go(hash);
          await there.page
            .locator(hash === "#/audiences" ? ".grid-row" : ".card, .line, .raw")
            .first()
            .waitFor();
          expect(await findings(there.page)).toEqual([]);
        }
      });
    }
  }

  test("axe-core finds nothing serious in what is empty, loading, failed or asked", async () => {
    const world = createWorld({ size: 0 });
    world.providers = { ...world.providers, items: [] };
    await using there = await visit({
      world,
      expected: /Failed to load resource/,
      before: ({ failing, holding }) => {
        failing.set("changes", { status: 500, message: "The store is locked." });
        holding.add("audiences");
      },
    });
    await there.page.getByText("Nothing has been read yet").waitFor();
    expect(await findings(there.page)).toEqual([]);
    for (const hash of ["#/audiences", "#/changes"]) {
      await there.go(hash);
      await there.page.locator(".skeleton, .notice").first().waitFor();
      expect(await findings(there.page)).toEqual([]);
    }
    await there.page.keyboard.press("?");
    await there.page.getByRole("dialog").waitFor();
    expect(await findings(there.page)).toEqual([]);
    there.server.holding.clear();
    there.server.release();
  });

  test("light and dark follow the machine, until one is chosen; the choice is kept", async () => {
    await using there = await visit({ colorScheme: "light" });
    const ground = (): Promise<string> =>
      there.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await there.page.emulateMedia({ colorScheme: "dark" });
    const dark = await ground();
    expect([light, dark]).toEqual(["rgb(245, 246, 248)", "rgb(13, 16, 20)"]);
    await there.page.getByRole("button", { name: "Light" }).click();
    expect(await ground()).toBe(light);
    await there.page.reload();
    expect(await ground()).toBe(light);
    await there.page.getByRole("button", { name: "Auto" }).click();
    expect(await ground()).toBe(dark);
  });

  test("a chart takes the colours of the theme, and takes others when it changes", async () => {
    const world = createWorld({ size: 20 });
    const [first] = world.audiences;
    await using there = await visit({
      world,
      colorScheme: "light",
      hash: `#/audience/${first?.provider}/${first?.id}`,
    });
    const colours = (): Promise<string> =>
      there.page.evaluate(
        () => document.querySelector<HTMLCanvasElement>(".plot canvas")?.toDataURL() ?? "",
      );
    await there.page.locator(".plot canvas").waitFor();
    const light = await colours();
    await there.page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(colours).not.toBe(light);
  });

  test("nothing moves for who wants nothing to move", async () => {
    await using there = await visit({
      reducedMotion: "reduce",
      before: ({ holding }) => holding.add("providers"),
    });
    await there.page.locator(".skeleton").first().waitFor();
    const moving = await there.page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
    there.server.holding.clear();
    there.server.release();
  });

  test("at 400 pixels nothing needs scrolling sideways", async () => {
    const world = createWorld({ size: 40 });
    const [first] = world.audiences;
    await using there = await visit({ world, viewport: { width: 400, height: 800 } });
    for (const hash of [...views, `#/audience/${first?.provider}/${first?.id}`]) {
      await there.go(hash);
      await there.page
        .locator(hash === "#/audiences" ? ".grid-row" : ".card, .line, .raw")
        .first()
        .waitFor();
      const wider = await there.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider).toBe(0);
    }
  });

  test("a change of view is read out from its title on, and the window says where it is", async () => {
    await using there = await visit();
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    await there.page.getByRole("link", { name: /^Changes/ }).click();
    await expect
      .poll(() => there.page.evaluate(() => document.activeElement?.textContent))
      .toBe("Changes");
    expect(await there.page.title()).toBe("Changes · Audiences");
  });
});
