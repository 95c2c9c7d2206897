import { describe, expect, test } from "vitest";

import { chromiumPath } from "./support/browser.ts";
import { useBrowser } from "./support/visit.ts";
import { createWorld, iso, worldTime } from "./support/world.ts";

const answered = /Failed to load resource/;

describe.skipIf(chromiumPath === undefined)("what the page shows when not all is well", () => {
  const visit = useBrowser();

  test("while it loads, the shape of what comes, and a word for those who listen", async () => {
    await using there = await visit({ before: ({ holding }) => holding.add("providers") });
    await there.page.locator(".skeleton-card").first().waitFor();
    expect(await there.page.getByRole("status").first().textContent()).toBe("Loading…");
    there.server.holding.clear();
    there.server.release();
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    expect(await there.page.locator(".skeleton-card").count()).toBe(0);
  });

  test("with nothing read yet, how to begin", async () => {
    const world = createWorld({ size: 0 });
    world.providers = { ...world.providers, items: [] };
    await using there = await visit({ world });
    expect(await there.shows("Nothing has been read yet")).toBe(true);
    await there.page.getByText("audiencekit snapshot", { exact: true }).waitFor();
    for (const [hash, text] of [
      ["#/audiences", "No audiences"],
      ["#/changes", "Nothing changed in 7 days"],
      ["#/migrations", "No migrations"],
    ] as const) {
      world.changes = [];
      world.migrations = [];
      await there.go(hash);
      await there.page.reload();
      expect(await there.shows(text)).toBe(true);
    }
  });

  test("after an error, what the server said and a way to try again", async () => {
    await using there = await visit({
      expected: answered,
      before: ({ failing }) =>
        failing.set("providers", { status: 500, message: "The store is locked." }),
    });
    await there.page.getByRole("alert").getByText("The store is locked.").waitFor();
    there.server.failing.clear();
    await there.page.getByRole("button", { name: "Try again" }).click();
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    expect(await there.page.getByRole("alert").count()).toBe(0);
  });

  test("where it is not let in, where the key is", async () => {
    await using there = await visit({
      expected: answered,
      before: ({ failing }) =>
        failing.set("providers", { status: 401, message: "No token was given." }),
    });
    expect(await there.shows("Open the address that “audiencekit dashboard” printed")).toBe(true);
  });

  test("when the server goes away, what was there stays, and says that it is not fresh", async () => {
    await using there = await visit({ expected: /Failed to load resource|ERR_/ });
    await there.page.getByRole("article", { name: "whop" }).waitFor();
    await there.server.listened();
    there.server.failing.set("providers", { status: 503, message: "The dashboard is stopping." });
    there.server.say("snapshot", { id: "s2", takenAt: "2026-11-01T12:00:00.000Z" });
    const alert = there.page.getByRole("alert");
    await alert.getByText("The dashboard is stopping.").waitFor();
    expect(await alert.textContent()).toContain("What you see is from just now");
    await expect.poll(() => there.page.getByRole("article").count()).toBe(3);
  });

  test("when news no longer come, it says so, and it catches up when they do", async () => {
    await using there = await visit({ expected: /Failed to load resource|ERR_/ });
    await there.page.clock.install();
    await there.page.reload();
    await there.page.getByText("Live", { exact: true }).waitFor();
    there.server.hangUp(true);
    expect(await there.shows("Not live")).toBe(true);
    const [first] = there.server.world.changes;
    there.server.world.changes = first === undefined ? [] : [{ ...first, name: "Came meanwhile" }];
    there.server.hangUp(false);
    await there.page.clock.runFor(6_000);
    expect(await there.shows("Came meanwhile")).toBe(true);
  });

  test("of a provider that was not read whole: the reason, and the age of what is shown", async () => {
    await using there = await visit();
    const card = there.page.getByRole("article", { name: "sonarly" });
    await card.waitFor();
    const text = await card.textContent();
    expect(text).toContain("Incomplete");
    expect(text).toContain("The last reading did not reach the end. Last read whole 5 hours ago");
    expect(text).toContain("sonarly.list answered 503 after 4 tries");
    expect(await there.page.getByRole("article", { name: "whop" }).textContent()).not.toContain(
      "last reading",
    );
    expect(await there.page.locator(".lead").textContent()).toContain("2 of 3 read to the end");
  });

  test("of a provider that nothing was read of for days: that it is old, and for how long", async () => {
    const world = createWorld();
    const items = world.providers.items.map((provider) => ({
      ...provider,
      takenAt: iso(worldTime - 3 * 86_400_000),
      staleAt: iso(worldTime - 1),
    }));
    world.providers = { ...world.providers, items };
    await using there = await visit({ world });
    const card = there.page.getByRole("article", { name: "whop" });
    await card.getByText("Nothing was read for 3 days.").waitFor();
    expect(await card.locator(".tag").textContent()).toBe("Old");
    expect(await card.textContent()).toContain("Read 3 days ago");
  });

  test("of a provider that failed or was never read, no figure is made up", async () => {
    const world = createWorld();
    const [one, two] = world.providers.items;
    if (one === undefined || two === undefined) {
      throw new Error("The world has three providers.");
    }
    world.providers = {
      ...world.providers,
      items: [
        { ...one, state: "failed", completeAt: null, error: "401 from the vendor: key refused" },
        { ...two, state: "never", takenAt: null, completeAt: null, staleAt: null, audiences: 0 },
      ],
    };
    await using there = await visit({ world });
    const failed = there.page.getByRole("article", { name: one.name });
    await failed.getByText("The last reading failed. It was never read whole.").waitFor();
    await failed.getByText("401 from the vendor: key refused").waitFor();
    const never = there.page.getByRole("article", { name: two.name });
    expect(await never.textContent()).toContain("Not read yet");
    expect(await never.textContent()).not.toMatch(/\d/);
  });

  test("an address that leads nowhere, and an audience that is gone", async () => {
    await using there = await visit({ hash: "#/nowhere", expected: answered });
    expect(await there.shows("Nothing is here")).toBe(true);
    await there.go("#/audience/whop/gone");
    expect(await there.shows("No such audience")).toBe(true);
  });
});
