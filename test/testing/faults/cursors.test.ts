import { describe, expect, test } from "vitest";
import { inProcess, keysOf, vendors } from "./support.ts";

describe.each(vendors)("%s", (vendor) => {
  describe("odd cursor", () => {
    test.each([
      ["long", /^[A-Za-z0-9]{4000}~/],
      ["reserved", /^a b\+c&d=e\?f#g%2Fh.*é✓~/],
      ["url", /^https:\/\/elsewhere\.example\/audiences\?after=1&token=2#~/],
      ['"mine "', /^mine ~/],
    ])("%s: leads on where it comes back byte for byte", async (looks, pattern) => {
      const list = inProcess(vendor, `always: odd cursor ${looks}`);
      const first = await list.ask();
      expect(first.next).toMatch(pattern);
      expect((await list.ask()).next).toBe(first.next);
      expect(await list.walk()).toEqual(await keysOf(vendor));
    });

    test("and is refused where a byte is another", async () => {
      const list = inProcess(vendor, "always: odd cursor reserved");
      const { next } = await list.ask();
      for (const changed of [
        String(next).replace("+", " "),
        String(next).replace("%2F", "/"),
        String(next).trim().slice(1),
        `${String(next)}=`,
      ])
        expect((await list.ask({ cursor: changed })).status).toBe(400);
    });
  });

  test("the log has the page that a fault's cursor leads to", async () => {
    const list = inProcess(vendor, "page 2 times 2: empty page then odd cursor url");
    await list.walk();
    const { requests } = list.emulators[vendor];
    expect(requests.map(({ page }) => page)).toEqual([1, 2, 2, 2, 3, 4]);
  });

  test("a cursor of the client's own making is none", async () => {
    const list = inProcess(vendor, "page 9: same page");
    expect((await list.ask({ cursor: "x~y" })).status).toBe(400);
    const { next } = await list.ask();
    expect((await list.ask({ cursor: `x~${String(next)}` })).status).toBe(400);
  });
});
