import { mkdir } from "node:fs/promises";

import { expect, test } from "vitest";

import { audiencekit, configured, folder } from "./support.ts";

const config = JSON.stringify({ providers: { lists: { vendor: "csv", path: "lists" } } });
const people = "email,phone\nada@example.com,\n,5550100200\n";
const files = { "audiencekit.config.json": config, "people.csv": people };

test.each([
  ["-", "--file cannot be -, for a file is read more than once; name a file of people"],
  ["", "--file is empty; name a file of people"],
  ["none.csv", "--file: none.csv: found no such file or folder. Check the path.\n"],
  ["folder.csv", "--file: folder.csv: is a folder; name a file in it.\n"],
])("what is no file of people is named with what to do: %j", async (file, words) => {
  const cwd = await folder({ ...files, "lists/vip.csv": "email\n" });
  await mkdir(`${cwd}/folder.csv`);
  const argv = ["members", "add", "lists:vip.csv", "--file", file];
  const { code, stderr } = await audiencekit(argv, { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});

test("what a vendor cannot do is refused with its reason", async () => {
  const { cwd } = await configured({}, { "people.csv": people });
  const argv = ["members", "add", "sonarly:s1", "--file", "people.csv"];
  const { code, stderr } = await audiencekit(argv, { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: sonarly has no addMembers: Sonarly takes people in by .* jobs /);
});

test("an audience that takes nobody for now is to be waited for", async () => {
  const slow = { times: { file: 0, pending: 3_600_000 } };
  const { cwd, emulators } = await configured({ whop: slow }, { "people.csv": people });
  await audiencekit(["create", "whop", "--name", "A", "--file", "people.csv"], { cwd });
  const id = emulators.whop.audiences.list()[0]?.id ?? "";
  const argv = ["members", "add", `whop:${id}`, "--file", "people.csv"];
  const { code, stderr } = await audiencekit(argv, { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("run audiencekit wait, and then this again.");
});

test("a phone without a country names the option that helps", async () => {
  const cwd = await folder(files);
  const argv = ["create", "lists", "--name", "vip", "--file", "people.csv", "--dry-run"];
  const { code, stdout } = await audiencekit(argv, { cwd });
  expect(code).toBe(3);
  expect(stdout).toContain("no --default-country is given (line 3)");
});

test.each(["vip", "vip.csv"])("a rehearsal of create finds that %s is taken", async (name) => {
  const cwd = await folder({ ...files, "lists/vip.csv": "email\n" });
  const argv = ["create", "lists", "--name", name, "--file", "people.csv"];
  const rehearsed = await audiencekit([...argv, "--dry-run"], { cwd });
  expect(rehearsed.code).toBe(4);
  expect(rehearsed.stderr).toContain("Choose another name, or write to lists:vip.csv.");
  expect((await audiencekit(argv, { cwd })).code).toBe(4);
});

test("a rehearsal of create finds what Batch would refuse, and what Whop would not", async () => {
  const { cwd, emulators, writes } = await configured({}, { "people.csv": people });
  emulators.batch.audiences.add({ name: "vip" });
  const argv = ["create", "batch", "--name", "vip", "--dry-run"];
  const { code, stderr } = await audiencekit(argv, { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("there is an audience of this name already");
  expect((await audiencekit(["create", "batch", "--name", "VIP", "--dry-run"], { cwd })).code).toBe(
    0,
  );
  const whop = ["create", "whop", "--name", "A", "--file", "people.csv"];
  expect((await audiencekit(whop, { cwd })).code).toBe(3);
  const before = writes().length;
  expect((await audiencekit([...whop, "--dry-run"], { cwd })).code).toBe(3);
  expect(writes()).toHaveLength(before);
});
