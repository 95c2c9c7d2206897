import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import { audiencesOf, createWorld, iso, migration, worldTime } from "./support/world.ts";

describe.skipIf(chromiumPath === undefined)("the overview", () => {
  const visit = useBrowser();

  test("says of each provider how fresh it is, whether all was read, how many and in which state", async () => {
    const world = createWorld({ size: 200 });
    await using there = await visit({ world });
    for (const provider of world.providers.items) {
      const card = there.page.getByRole("article", { name: provider.name });
      await card.waitFor();
      const text = (await card.textContent()) ?? "";
      expect(text).toContain(`${provider.audiences} audiences`);
      expect(text).toMatch(/Read 1[24] minutes ago/);
      for (const [status, count] of Object.entries(provider.statuses)) {
        const said = text.includes(`${count} ${status}`);
        expect({ status, said }).toEqual({ status, said: count > 0 });
      }
    }
  });

  test("adds up lists, never the people, rows and ids on them", async () => {
    const world = createWorld({ size: 200 });
    await using there = await visit({ world });
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    expect(await there.page.locator(".lead").textContent()).toContain(
      "200 audiences on 3 providers",
    );
    const sums = new Map<string, number>();
    for (const size of world.audiences.flatMap((audience) => audience.size ?? [])) {
      sums.set("all", (sums.get("all") ?? 0) + size.value);
      sums.set(size.unit, (sums.get(size.unit) ?? 0) + size.value);
    }
    expect(sums.size).toBe(4);
    const text = await there.page.locator("body").textContent();
    for (const sum of sums.values()) {
      expect(text).not.toContain(sum.toLocaleString("en"));
    }
  });

  test("lists what failed, is stuck or partial, with the vendor's reason, and leads to it", async () => {
    const world = createWorld({ size: 30 });
    const base = world.audiences.map((audience) => ({ ...audience, status: "ready" as const }));
    const [one, two, three, four] = audiencesOf({ ...world, audiences: base });
    const day = 86_400_000;
    const processing = { status: "processing" as const, error: null };
    world.audiences = [
      { ...one, name: "The failed", status: "failed", error: "Column email is missing" },
      {
        ...two,
        name: "The stuck",
        ...processing,
        updatedAt: iso(worldTime - 3 * day),
        progress: 0.3,
      },
      { ...three, name: "The busy", ...processing, updatedAt: iso(worldTime - day / 2) },
      { ...four, name: "The partial", status: "partial", error: null },
    ];
    await using there = await visit({ world });
    const panel = there.page.getByRole("region", { name: "Needs attention" });
    await panel.getByText("The failed").waitFor();
    expect(await panel.locator(".name").allTextContents()).toEqual([
      "The failed",
      "The stuck",
      "The partial",
    ]);
    expect(await panel.locator(".reason").allTextContents()).toEqual([
      "Column email is missing",
      "Stands at 30%.",
      "The vendor gives no reason.",
    ]);
    await panel.getByText("The failed").click();
    await there.page.getByRole("heading", { level: 1, name: "The failed" }).waitFor();
  });

  test("says so when nothing needs attention", async () => {
    const world = createWorld({ size: 5 });
    world.audiences = world.audiences.map((audience) => ({ ...audience, status: "ready" }));
    await using there = await visit({ world });
    expect(await there.shows("Nothing needs attention")).toBe(true);
  });

  test("shows what changed, and all of it by kind on a view of its own", async () => {
    await using there = await visit();
    const panel = there.page.getByRole("region", { name: "What changed in 7 days" });
    await panel.locator(".line").nth(9).waitFor();
    await panel.getByRole("link", { name: "All 40" }).click();
    await there.page.getByRole("heading", { level: 1, name: "Changes" }).waitFor();
    await there.page.getByRole("button", { name: /^Vanished/ }).click();
    await expect
      .poll(async () => new Set(await there.page.locator(".line .tag").allTextContents()))
      .toEqual(new Set(["Vanished"]));
  });

  test("follows a migration as it goes", async () => {
    await using there = await visit();
    const bar = there.page.getByRole("progressbar");
    await bar.waitFor();
    expect(await bar.getAttribute("value")).toBe("5230");
    expect(await bar.getAttribute("max")).toBe("11980");
    await there.server.listened();
    there.server.say("migration", migration("m_7f3a91", "applying", 12_400, 11_980, 9_999));
    await expect.poll(() => bar.getAttribute("value")).toBe("9999");
    there.server.say("migration", migration("m_7f3a91", "applied", 12_400, 11_980, 11_980));
    await there.page.getByText("Migrations under way").waitFor({ state: "detached" });
    await there.go("#/migrations");
    await expect.poll(() => there.page.locator(".migration").count()).toBe(3);
    await there.page.getByText("420").first().waitFor(); // not carried
  });

  test("shows a new snapshot when one is taken", async () => {
    await using there = await visit();
    const card = there.page.getByRole("article", { name: "whop" });
    await card.waitFor();
    const { world } = there.server;
    world.providers = {
      generatedAt: world.providers.generatedAt,
      items: world.providers.items.map((provider) => ({ ...provider, audiences: 777 })),
    };
    await there.server.listened();
    there.server.say("snapshot", { id: "s2", takenAt: world.providers.generatedAt });
    await expect.poll(() => card.textContent()).toContain("777 audiences");
  });
});
