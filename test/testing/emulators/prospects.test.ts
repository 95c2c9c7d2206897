import { expect, test } from "vitest";
import { createSonarlyEmulator } from "../../../src/testing/index.ts";
import { askSonarly, readSonarly, sonarlyPage, walk } from "./support.ts";

const sonarly = createSonarlyEmulator({ size: 3 });
const thousand = sonarly.audiences.add({ name: "A thousand", prospectCount: 1000 });
const prospects = (id: string): string => `/audiences/${id}/prospects`;

test("a walk gives every prospect once, in an order that stays", async () => {
  const ids = await walk(readSonarly(sonarly, prospects(thousand.id)), 37);
  expect(new Set(ids).size).toBe(1000);
  expect(await walk(readSonarly(sonarly, prospects(thousand.id)), 100)).toEqual(ids);
});

test("an empty audience has an empty page", async () => {
  const empty = sonarly.audiences.add({ prospectCount: 0 });
  const { data } = sonarlyPage.parse((await askSonarly(sonarly, prospects(empty.id))).body);
  expect(data).toEqual({ items: [], nextCursor: null, hasMore: false });
});

test("an audience of two million costs nothing until it is read", async () => {
  const huge = sonarly.audiences.add({ prospectCount: 2_000_000 });
  const { data } = sonarlyPage.parse(
    (await askSonarly(sonarly, prospects(huge.id), { limit: 100 })).body,
  );
  expect(data.items).toHaveLength(100);
  expect(data.hasMore).toBe(true);
});

test("a prospect has the documented fields, and nobody is real", async () => {
  const { items } = sonarlyPage.parse(
    (await askSonarly(sonarly, prospects(thousand.id), { limit: 100 })).body,
  ).data;
  for (const item of items) {
    expect(Object.keys(item).join(" ")).toBe(
      "id firstName lastName name headline about photoUrl linkedinUrl publicIdentifier company",
    );
    expect(item.id).toMatch(/^[0-9a-f]{24}$/);
    expect(JSON.stringify(item)).not.toMatch(/@/);
    expect(String(item["linkedinUrl"])).toMatch(
      /^(?:null|https:\/\/www\.linkedin\.com\/in\/[a-z0-9-]+-example-[a-z0-9]+)$/,
    );
  }
});

test("some have no profile address, no company, no headline", async () => {
  const { items } = sonarlyPage.parse(
    (await askSonarly(sonarly, prospects(thousand.id), { limit: 100 })).body,
  ).data;
  for (const field of ["linkedinUrl", "company", "headline", "about", "photoUrl"]) {
    expect(items.some((item) => item[field] === null)).toBe(true);
  }
});

test("emails are written only where the emulator is asked for them", async () => {
  const emailed = createSonarlyEmulator({ size: 1, prospectEmails: true });
  const { id } = emailed.audiences.add({ prospectCount: 100 });
  const { items } = sonarlyPage.parse(
    (await askSonarly(emailed, prospects(id), { limit: 100 })).body,
  ).data;
  const emails = items.map((item) => item["email"]);
  expect(emails).toContain(null);
  for (const email of emails) {
    expect(String(email)).toMatch(/^(?:null|[a-z0-9-]+@example\.(?:com|org))$/);
  }
});

test("what a test knows of its prospects is kept, the rest is made up", async () => {
  const known = sonarly.audiences.add({
    prospects: [{ name: "Ada Example", email: "ada@example.com" }, { linkedinUrl: null }],
  });
  const { items } = sonarlyPage.parse((await askSonarly(sonarly, prospects(known.id))).body).data;
  expect(items).toMatchObject([
    {
      id: expect.any(String),
      name: "Ada Example",
      email: "ada@example.com",
      firstName: expect.any(String),
    },
    { linkedinUrl: null, name: expect.any(String) },
  ]);
});

test("people who come in while one reads are at the end; nobody is lost or repeated", async () => {
  const growing = sonarly.audiences.add({ prospectCount: 25 });
  const ids = await walk(readSonarly(sonarly, prospects(growing.id)), 10, (_, page) => {
    if (page === 2) sonarly.audiences.update(growing.id, { prospectCount: 32 });
  });
  expect(new Set(ids).size).toBe(32);
});

test("an audience that is filled again in the middle of a walk answers 409", async () => {
  const { id } = sonarly.audiences.add({ prospectCount: 25 });
  const { data } = sonarlyPage.parse(
    (await askSonarly(sonarly, prospects(id), { limit: 10 })).body,
  );
  sonarly.audiences.update(id, { filling: true });
  expect((await askSonarly(sonarly, prospects(id), { cursor: data.nextCursor ?? "" })).status).toBe(
    409,
  );
});

test("a cursor of one audience's prospects does not open another's", async () => {
  const other = sonarly.audiences.add({ prospectCount: 1000 });
  const { data } = sonarlyPage.parse((await askSonarly(sonarly, prospects(thousand.id))).body);
  expect(
    (await askSonarly(sonarly, prospects(other.id), { cursor: data.nextCursor ?? "" })).status,
  ).toBe(400);
  expect((await askSonarly(sonarly, "/audiences", { cursor: data.nextCursor ?? "" })).status).toBe(
    400,
  );
});
