import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import type { Paged } from "../../src/core/paging/paged.ts";
import { errorOf, pagesOf, thrownBy, untyped } from "../support/core-read.ts";
import { ids, scripted } from "../support/core-vendor.ts";

const local = () =>
  memory({
    audiences: ids("aud-", 4).map((id) => ({ id })),
    members: {
      "aud-1": ids("one", 3).map((id) => ({ identifiers: { email: [`${id}@example.com`] } })),
      "aud-2": ids("two", 3).map((id) => ({ identifiers: { email: [`${id}@example.com`] } })),
    },
    maxPageSize: 2,
  });

function setup() {
  const [a, b] = [scripted(["a1", "a2"], ["a3"]), scripted(["b1"], ["b2"])];
  const audiences = createAudiences({ a, b, local: local(), other: local() });
  return { audiences, requests: () => a.calls.length + b.calls.length };
}

const one = { provider: "local", id: "aud-1" } as const;

async function tokenOf<Item>(paged: Paged<Item>): Promise<string> {
  const { continuationToken } = await paged.collect({ limit: 1 });
  if (continuationToken === undefined) {
    throw new Error("The listing was over.");
  }
  return continuationToken;
}

/** The error of going on, which must be the same in every shape. */
async function refusalOf<Item>(paged: Paged<Item>, continuationToken: string): Promise<string> {
  const errors = [
    await errorOf(() => paged.collect({ continuationToken })),
    await errorOf(() => pagesOf(paged, { continuationToken })),
  ];
  expect(errors.map(({ code }) => code)).toEqual(["invalid_argument", "invalid_argument"]);
  expect(errors[0]?.message).toBe(errors[1]?.message);
  return errors[0]?.message ?? "";
}

describe("a token is refused, before any request,", () => {
  const ab = { providers: ["a", "b"] } as const;
  type Make = (audiences: ReturnType<typeof setup>["audiences"]) => Paged<unknown>;
  const cases: readonly (readonly [words: string, made: Make, used: Make, message: RegExp])[] = [
    [
      "of other providers",
      (all) => all.list(ab),
      (all) => all.list({ providers: ["a"] }),
      /providers a, b; .* has a\./,
    ],
    [
      "of more providers",
      (all) => all.list(ab),
      (all) => all.list({ providers: ["a", "b", "local"] }),
      /providers/,
    ],
    [
      "of providers in another order",
      (all) => all.list(ab),
      (all) => all.list({ providers: ["b", "a"] }),
      /b, a/,
    ],
    [
      "of another order",
      (all) => all.list(ab),
      (all) => all.list({ ...ab, order: "arrival" }),
      /"rounds"; .*"arrival"/,
    ],
    [
      "of a list, by listMembers",
      (all) => all.list({ providers: ["local"] }),
      (all) => all.listMembers(one),
      /another listing/,
    ],
    [
      "of members, by list",
      (all) => all.listMembers(one),
      (all) => all.list({ providers: ["local"] }),
      /another listing/,
    ],
    [
      "of another audience",
      (all) => all.listMembers(one),
      (all) => all.listMembers({ ...one, id: "aud-2" }),
      /another listing/,
    ],
    [
      "of the same audience elsewhere",
      (all) => all.listMembers(one),
      (all) => all.listMembers({ ...one, provider: "other" }),
      /another listing/,
    ],
  ];

  test.each(cases)("%s", async (_words, made, used, message) => {
    const { audiences, requests } = setup();
    const token = await tokenOf(made(audiences));
    const before = requests();
    expect(await refusalOf(used(audiences), token)).toMatch(message);
    expect(requests()).toBe(before);
  });

  test("with any of its characters changed", async () => {
    const { audiences, requests } = setup();
    const list = audiences.list(ab);
    const token = await tokenOf(list);
    const before = requests();
    const changed = Array.from(token).flatMap((_, index) =>
      ["A", "b", "9", "-", ".", "=", "é"].map(
        (character) => token.slice(0, index) + character + token.slice(index + 1),
      ),
    );
    for (const continuationToken of changed.filter((other) => other !== token)) {
      const error = await errorOf(() => list.collect({ continuationToken }));
      expect(error.code).toBe("invalid_argument");
    }
    expect(requests()).toBe(before);
  });

  test("cut short or added to, at any place", async () => {
    const { audiences, requests } = setup();
    const list = audiences.list(ab);
    const token = await tokenOf(list);
    const before = requests();
    const wrong = [
      `${token}A`,
      ` ${token}`,
      `${token}\n`,
      `${token}.${token}`,
      token.toUpperCase(),
    ];
    for (let length = 0; length < token.length; length += 1) {
      wrong.push(token.slice(0, length), token.slice(token.length - length));
    }
    for (const continuationToken of wrong) {
      const error = await errorOf(() => list.collect({ continuationToken }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toMatch(/damaged/);
    }
    expect(requests()).toBe(before);
  });

  test.each([
    "",
    "~~~~",
    "bm90IEpTT04",
    "e30",
    "W10",
    "bnVsbA",
    "_w",
    "WyJsaXN0Iiwicm91bmRzIiwwLFtdXQ",
  ])("whose content is %j, though its checksum is right", async (content) => {
    const { audiences, requests } = setup();
    const token = `ak1.${content}.${fingerprint(content)}`;
    expect(await refusalOf(audiences.list(ab), token)).toMatch(/continuation token/);
    expect(requests()).toBe(0);
  });

  test("of another version, and told so", async () => {
    const { audiences } = setup();
    const token = await tokenOf(audiences.list(ab));
    const message = await refusalOf(audiences.list(ab), token.replace(/^ak1/, "ak2"));
    expect(message).toMatch(/version 2.*audiencekit's 1/);
  });

  test.each([42, {}, [], true])("where it is %j and no text", async (value) => {
    const { audiences, requests } = setup();
    expect(await refusalOf(audiences.list(ab), untyped(value))).toMatch(/damaged or not one of/);
    expect(requests()).toBe(0);
  });

  test("with its remedy, and without itself in the message", async () => {
    const { audiences } = setup();
    const token = await tokenOf(audiences.listMembers(one));
    const messages = [
      await refusalOf(audiences.list(ab), token),
      await refusalOf(audiences.list(ab), `${token}x`),
      await refusalOf(audiences.list(ab), token.replace(/^ak1/, "ak9")),
    ];
    for (const message of messages) {
      expect(message).toMatch(/start (?:anew|the listing anew)/);
      expect(message).not.toContain(token.slice(4, 20));
    }
  });
});

test("a token is checked before the signal, and both before any request", async () => {
  const { audiences, requests } = setup();
  const signal = AbortSignal.abort("enough");
  expect(await thrownBy(() => audiences.list({ signal }).toArray())).toBe("enough");
  expect(requests()).toBe(0);
});
