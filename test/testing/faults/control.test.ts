import { describe, expect, test } from "vitest";
import { createEmulators, createWhopEmulator } from "../../../src/testing/index.ts";
import { inProcess, keysOf, statuses, vendors } from "./support.ts";

const ok = 200;
const bad = 503;

describe("whom", () => {
  test("any operation, any vendor", async () => {
    const emulators = createEmulators({ size: 1, faults: "*.*: 503\nsonarly.* always: 502" });
    const status = async (vendor: (typeof vendors)[number], path: string): Promise<number> => {
      const { baseUrl, apiKey, fetch } = emulators[vendor];
      const headers = {
        authorization: `Bearer ${apiKey}`,
        "x-batch-project": emulators.batch.projectKey,
      };
      return (await fetch(baseUrl + path, { headers })).status;
    };
    const whopPath = `/audiences?account_id=${emulators.whop.accountId}`;
    expect([await status("whop", whopPath), await status("whop", whopPath)]).toEqual([503, 200]);
    expect(await status("batch", "/audiences/view?name=x")).toBe(503);
    expect(await status("batch", "/audiences/list")).toBe(200);
    expect(await status("sonarly", "/accounts")).toBe(503);
    expect(await status("sonarly", "/accounts")).toBe(502);
  });

  test("an operation that has no pages is left alone by faults of paging", () => {
    const { faults } = createWhopEmulator({ faults: "*.* always: empty page" });
    expect(faults.list()).toHaveLength(1);
  });

  test.each([
    [
      "whop.lst: 503",
      /"whop\.lst: 503" can befall nothing here: whop has no operation "lst"; it has list/,
    ],
    ["batch.view: empty page", /batch\.view has no pages/],
    ["sonarly.prospects: unknown word", /sonarly\.prospects has no word/],
    ["sonarly.prospects: flipped dates", /sonarly\.prospects has no dates/],
    ["whop.create page 2: 503", /whop\.create has no pages/],
    ["whop.list: short request", /whop\.list has no request body/],
    ["whop.upload: flipped dates", /whop\.upload has no dates/],
    ["*.prospect: 503", /whop has no operation "prospect".*batch has.*sonarly has/],
  ])("%s is a mistake", (script, message) => {
    expect(() => createEmulators({ size: 0, faults: script })).toThrow(message);
    const emulators = createEmulators({ size: 0 });
    expect(() => emulators.faults.add(`batch.list: 503\n${script}`)).toThrow(message);
    expect(emulators.faults.list()).toEqual([]);
  });

  test("a mistake with one vendor is told of that vendor alone", () => {
    expect(() => createEmulators({ size: 0, faults: "batch.delete: 503" })).toThrow(
      /^"batch\.delete: 503" can befall nothing here: batch has no operation "delete"; it has list, view, create, update, replace, remove\.$/,
    );
  });

  test("a page of everything is a page of what has pages", () => {
    const { faults } = createEmulators({ size: 0, faults: "*.* page 2: 503" });
    expect(faults.list().map(({ line }) => line)).toEqual(Array(3).fill("*.* page 2: 503"));
  });

  test("a vendor alone takes its own rules and leaves the others'", () => {
    const script = "batch.list: 503\nwhop.list: 503\n*.prospects: 503";
    const { faults } = createWhopEmulator({ faults: script });
    expect(faults.list().map(({ line }) => line)).toEqual(["whop.list: 503"]);
    expect(
      faults.problem({ vendor: "batch", operation: "list", faults: [{ kind: "drop" }] }),
    ).toMatch(/this is whop/);
  });

  test("what is given for one vendor wins for that vendor", () => {
    const { faults } = createEmulators({
      size: 0,
      faults: "*.list: 503",
      batch: { faults: [] },
      sonarly: { faults: "sonarly.list: drop" },
    });
    expect(faults.list().map(({ line }) => line)).toEqual(["*.list: 503", "sonarly.list: drop"]);
  });

  test("the operations there are can be asked for", () => {
    const { faults, whop } = createEmulators({ size: 0 });
    expect(faults.operations).toEqual(
      expect.arrayContaining(["whop.list", "batch.view", "sonarly.prospects"]),
    );
    expect(whop.faults.operations.every((name) => name.startsWith("whop."))).toBe(true);
  });
});

describe.each(vendors)("healing %s", (vendor) => {
  test("clear() makes it well, and what was met is still known", async () => {
    const list = inProcess(vendor, "always: 503");
    expect(await statuses(list, 2)).toEqual([bad, bad]);
    expect(list.faults.list()).toMatchObject([{ line: `${vendor}.list always: 503`, met: 2 }]);
    list.faults.clear();
    expect(list.faults.list()).toEqual([]);
    expect(list.faults.met()).toBe(2);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("a cursor of a fault still leads on, here and in another emulator", async () => {
    const all = await keysOf(vendor);
    for (const script of ["always: empty page", "always: odd cursor url", "always: same page"]) {
      const list = inProcess(vendor, `page 2 ${script}`);
      const { next } = await list.askPage(2);
      list.faults.clear();
      const expected = script.includes("odd") ? all.slice(6, 9) : all.slice(3, 6);
      expect((await list.ask({ cursor: next })).keys).toEqual(expected);
      expect((await inProcess(vendor, "").ask({ cursor: next })).keys).toEqual(expected);
    }
  });

  test("what is added counts calls from there", async () => {
    const list = inProcess(vendor, "");
    await list.ask();
    list.faults.add([{ vendor, operation: "list", call: 1, faults: [{ kind: "drop" }] }]);
    await expect(list.ask()).rejects.toThrow("fetch failed");
    expect((await list.ask()).status).toBe(ok);
  });
});

test("a script of objects is checked like one of words", () => {
  const { faults } = createWhopEmulator({ size: 0 });
  expect(() =>
    faults.add([{ vendor: "whop", operation: "list", page: 0, faults: [{ kind: "drop" }] }]),
  ).toThrow(/rule 1: page must be a whole number of 1 or more/);
});

test("an interceptor stands around faults", async () => {
  const seen: number[] = [];
  const { whop } = createEmulators({
    size: 1,
    faults: "whop.list: 503",
    intercept: async (_, next) => {
      const answer = await next();
      seen.push(answer.status);
      return answer;
    },
  });
  await whop.fetch(`${whop.baseUrl}/audiences`);
  expect(seen).toEqual([503]);
});
