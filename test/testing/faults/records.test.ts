import { describe, expect, test } from "vitest";
import { at, inProcess, keysOf, vendors } from "./support.ts";

/** The fields of each vendor that faults know. */
const fields = {
  whop: {
    word: "status",
    key: "id",
    optional: "error_message",
    number: "total_rows",
    dates: ["created_at", "updated_at"],
  },
  batch: {
    word: "indexing_state",
    key: "name",
    optional: "display_name",
    number: "nb_ids",
    dates: ["created", "updated"],
  },
  sonarly: {
    word: "type",
    key: "id",
    optional: "description",
    number: "prospectCount",
    dates: ["createdAt"],
  },
} as const;

describe.each(vendors)("%s", (vendor) => {
  const { word, key, optional, number, dates } = fields[vendor];
  const itemsAfter = async (words: string): Promise<readonly unknown[]> =>
    (await inProcess(vendor, `page 1: ${words}`).ask()).items ?? [];

  test("unknown word: in the first record unless told otherwise", async () => {
    const items = await itemsAfter("unknown word");
    expect(items[0]).toHaveProperty(word, "SOMETHING_NEW");
    expect(items[1]).not.toHaveProperty(word, "SOMETHING_NEW");
    expect((await itemsAfter("unknown word ARCHIVED at 2"))[1]).toHaveProperty(word, "ARCHIVED");
    for (const item of await itemsAfter('unknown word "" at every'))
      expect(item).toHaveProperty(word, "");
  });

  test("missing optional, missing key", async () => {
    for (const item of await itemsAfter("missing optional at every"))
      expect(item).not.toHaveProperty(optional);
    expect((await itemsAfter(`missing optional "${word}" at 3`))[2]).not.toHaveProperty(word);
    const items = await itemsAfter("missing key at 2");
    expect(items.map((item) => at(item, [key]) !== undefined)).toEqual([true, false, true]);
  });

  test("null item", async () => {
    expect((await itemsAfter("null item at 2")).map((item) => item === null)).toEqual([
      false,
      true,
      false,
    ]);
    expect(await itemsAfter("null item at every")).toEqual([null, null, null]);
  });

  test("wrong type: of a text, a number, a date", async () => {
    expect((await itemsAfter(`wrong type "name"`))[0]).toHaveProperty("name", 42);
    expect((await itemsAfter(`wrong type "${number}"`))[0]).toHaveProperty(number, "many");
    expect((await itemsAfter(`wrong type "${dates[0]}"`))[0]).toHaveProperty(dates[0], 42);
  });

  test("flipped dates: Unix seconds where texts were", async () => {
    const [plain] = (await inProcess(vendor, "").ask()).items ?? [];
    const [flipped] = await itemsAfter("flipped dates");
    for (const name of dates)
      expect(at(flipped, [name])).toBe(Math.floor(Date.parse(String(at(plain, [name]))) / 1000));
  });

  test("absurd date", async () => {
    for (const name of dates) {
      expect((await itemsAfter("absurd date"))[0]).toHaveProperty(name, "0000-99-99T99:99:99Z");
      expect((await itemsAfter("absurd date -1e300 at 2"))[1]).toHaveProperty(name, -1e300);
    }
  });

  test("huge number: as written, whatever JavaScript makes of it", async () => {
    const { text } = await inProcess(vendor, "page 1: huge number").ask();
    expect(text).toContain(`"${number}":9007199254740993`);
    expect((await inProcess(vendor, 'page 1: huge number "1e999"').ask()).text).toContain(
      `"${number}":1e999`,
    );
  });

  test("prototype keys: as own members", async () => {
    const { text, items } = await inProcess(vendor, "page 1: prototype keys at every").ask();
    expect(text.match(/"__proto__":\{"polluted":true\}/g)).toHaveLength(3);
    for (const item of items ?? []) {
      expect(Object.hasOwn(item ?? {}, "__proto__")).toBe(true);
      expect(Object.hasOwn(item ?? {}, "constructor")).toBe(true);
    }
    expect(Object.hasOwn({}, "polluted")).toBe(false);
  });

  test("field: any JSON, at any depth, or nothing", async () => {
    expect((await itemsAfter('field name {"first":["Ada"]} at 2'))[1]).toHaveProperty("name", {
      first: ["Ada"],
    });
    expect((await itemsAfter('field "a.b" 1'))[0]).toHaveProperty("a", { b: 1 });
    expect((await itemsAfter("field name missing"))[0]).not.toHaveProperty("name");
  });

  test("envelope: any member of the whole answer", async () => {
    const { body } = await inProcess(vendor, 'page 1: envelope "made.up" [null]').ask();
    expect(body).toHaveProperty("made", { up: [null] });
  });

  test("a place beyond the page leaves it as it is, and waits for a longer one", async () => {
    const list = inProcess(vendor, ": null item at 4");
    expect((await list.ask()).items).not.toContain(null);
    expect(list.faults.met()).toBe(0);
    expect((await list.ask({ size: 5 })).items?.[3]).toBeNull();
    expect(list.faults.met()).toBe(1);
  });

  test("one after the other", async () => {
    const list = inProcess(vendor, "page 2: repeat items 1 then missing key at 4 then null item");
    const { items } = await list.askPage(2);
    expect(items).toHaveLength(4);
    expect(items?.[0]).toBeNull();
    expect(items?.[3]).not.toHaveProperty(key);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("nothing befalls a refusal", async () => {
    const list = inProcess(vendor, "always: null item", {
      rateLimits: true,
      rateLimit: { requests: 1, seconds: 60 },
    });
    expect((await list.ask()).items?.[0]).toBeNull();
    expect((await list.ask()).status).toBe(429);
    expect(list.faults.met()).toBe(1);
  });
});
