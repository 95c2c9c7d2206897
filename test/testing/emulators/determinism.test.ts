import { expect, test } from "vitest";
import type { EmulatorOptions } from "../../../src/testing/index.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import {
  askBatch,
  askSonarly,
  askWhop,
  readBatch,
  readSonarly,
  readWhop,
  walk,
} from "./support.ts";

/** Everything that three fresh emulators answer to the same requests. */
async function transcript(options: EmulatorOptions = {}): Promise<string> {
  const { whop, batch, sonarly } = createEmulators(options);
  const some = sonarly.audiences
    .list()
    .find(({ filling, prospectCount }) => !filling && prospectCount > 20);
  const answers = [
    await askWhop(whop, { first: 50 }),
    await askBatch(batch, "/audiences/list", { limit: 50 }),
    await askSonarly(sonarly, "/audiences", { limit: 50 }),
    await askSonarly(sonarly, "/audiences/navigation"),
    await askSonarly(sonarly, `/audiences/${some?.id}/prospects`),
    await askSonarly(sonarly, "/audiences/nothing"),
  ];
  const walks = [
    await walk(readWhop(whop), 30),
    await walk(readBatch(batch), 30),
    await walk(readSonarly(sonarly), 30),
  ];
  return JSON.stringify([answers.map(({ status, body }) => ({ status, body })), walks]);
}

test("the same seed gives the same answers, cursors and traces included", async () => {
  expect(await transcript()).toBe(await transcript());
  expect(await transcript({ seed: 1, size: 140 })).toBe(await transcript());
  expect(await transcript({ seed: 7, size: 25 })).toBe(await transcript({ seed: 7, size: 25 }));
});

test("another seed gives other answers", async () => {
  expect(await transcript({ seed: 2 })).not.toBe(await transcript());
});

test("nothing depends on the real time", async () => {
  const before = await transcript();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await transcript()).toBe(before);
});

test("what a key is called does not depend on the seed", () => {
  const one = createEmulators({ seed: 1, size: 1 });
  const two = createEmulators({ seed: 2, size: 1 });
  expect([one.whop.apiKey, one.batch.projectKey]).toEqual([two.whop.apiKey, two.batch.projectKey]);
});
