import { describe, expect, test } from "vitest";

import { fingerprint } from "../../src/testing/index.ts";
import { createWorld, errorOf, people, untyped } from "./support.ts";
import type { World } from "./support.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const storage = "uploads.whop-emulator.example";

/** An audience of five, ready. */
async function withAudience(
  world: World,
): Promise<{ readonly provider: "whop"; readonly id: string }> {
  const { id } = await world.audiences.create({
    provider: "whop",
    name: "VIP",
    members: people(5),
  });
  const ref = { provider: "whop", id } as const;
  await world.audiences.waitUntilReady(ref, { sleep: world.sleep });
  return ref;
}

describe("whop, making an audience", () => {
  test("the members go as a private file, and become an audience", async () => {
    const world = createWorld();
    const { whop } = world.emulators;
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(5),
    });
    expect(made).toMatchObject({ provider: "whop", name: "VIP", status: "processing" });
    expect(made.written).toMatchObject({ read: 5, written: 5, rejected: 0 });
    const ready = await world.audiences.waitUntilReady(made, { sleep: world.sleep });
    expect(ready).toMatchObject({ status: "ready", size: { value: 5, unit: "rows" } });
    expect(whop.files.list()).toMatchObject([{ visibility: "private", status: "ready" }]);
    expect(whop.members(made.id)).toHaveLength(5);
  });

  test("the file is what it should be, to the byte", async () => {
    const world = createWorld();
    await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: [
        {
          identifiers: { email: ["ADA@example.com "], phone: ["+1 (555) 010-0200"] },
          attributes: { firstName: ' A"d,a', lastName: "Line\nbreak", country: "gb", age: 36 },
        },
        {
          identifiers: { email: ["two@example.com", "zwei@example.com"], phone: ["+15550100201"] },
        },
      ],
    });
    const csv = [
      "email,phone,first_name,last_name,country",
      'ada@example.com,+15550100200," A""d,a","Line\nbreak",GB',
      "two@example.com,+15550100201,,,",
      "zwei@example.com,,,,",
      "",
    ].join("\r\n");
    const [file] = world.emulators.whop.files.list();
    expect(file).toMatchObject({
      bytes: bytesOf(csv).length,
      fingerprint: fingerprint(bytesOf(csv)),
    });
  });

  test("the key goes to Whop and not to the storage host, and every POST has a key of its own", async () => {
    const world = createWorld();
    await world.audiences.create(
      { provider: "whop", name: "VIP", members: people(1) },
      { idempotencyKey: "run-1" },
    );
    const toStorage = world.sent.filter(({ url }) => new URL(url).host === storage);
    expect(toStorage).toHaveLength(1);
    expect(toStorage[0]?.headers.get("authorization")).toBeNull();
    expect(toStorage[0]?.headers.get("api-version-date")).toBeNull();
    const keys = world.sent
      .filter(({ method }) => method === "POST")
      .map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toEqual(["run-1/file-1", "run-1/create"]);
  });

  test("what Whop has no place for is left out, and counted", async () => {
    const world = createWorld();
    const { written } = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: [
        {
          identifiers: { email: ["a@example.com"], phone: ["12345"], externalId: ["1"] },
          attributes: { company: "X", country: "United States", firstName: null, lastName: "" },
        },
        { identifiers: { externalId: ["2"] } },
        {
          identifiers: {
            email: ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
          },
        },
      ],
    });
    expect(written).toMatchObject({
      read: 3,
      written: 1,
      rejected: 2,
      reasons: { NO_MATCHABLE_IDENTIFIER: 1, HASHED_ONLY: 1 },
      dropped: { company: 1, country: 1, phone: 1, externalId: 1 },
    });
    expect(written?.rejections.map(({ position }) => position)).toEqual([2, 3]);
  });

  test("nobody that can be written makes no audience, and no request", async () => {
    const world = createWorld();
    const members = [{ identifiers: { externalId: ["1"] } }];
    const error = await errorOf(world.audiences.create({ provider: "whop", name: "VIP", members }));
    expect(error.code).toBe("invalid_argument");
    expect(world.asked).toEqual([]);
  });

  test("an audience that Whop could not take in ends as failed, with the reason", async () => {
    const world = createWorld({ emulators: { whop: { times: { pending: 100_000 } } } });
    const { whop } = world.emulators;
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(3),
    });
    whop.audiences.update(made.id, {
      status: "failed",
      errorMessage: "The terms were not accepted.",
    });
    const ended = await world.audiences.waitUntilReady(made, { sleep: world.sleep });
    expect(ended).toMatchObject({ status: "failed", error: "The terms were not accepted." });
  });

  test("one of which rows were left out ends as partial, and is usable", async () => {
    const world = createWorld({ emulators: { whop: { times: { pending: 100_000 } } } });
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(3),
    });
    world.emulators.whop.audiences.update(made.id, {
      status: "partial",
      errorMessage: "1 of 3 rows",
    });
    const ended = await world.audiences.waitUntilReady(made, { sleep: world.sleep });
    expect(ended).toMatchObject({ status: "partial", error: "1 of 3 rows" });
  });

  test("the answer may be a list of one", async () => {
    const world = createWorld();
    world.trouble = async (call, next) => {
      const answer = await next();
      return call.operation === "create"
        ? Response.json({ data: [await answer.json()] }, { status: 201 })
        : answer;
    };
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(2),
    });
    expect(world.emulators.whop.audiences.get(made.id)).toMatchObject({ name: "VIP" });
  });
});

describe("whop, uploading", () => {
  test("an address that has expired is given up for a new file", async () => {
    const world = createWorld();
    const { whop } = world.emulators;
    let uploads = 0;
    world.trouble = async (call, next) => {
      if (call.operation === "upload" && (uploads += 1) === 1) {
        whop.advance(3_600_000);
      }
      return next();
    };
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(4),
    });
    expect(whop.files.list()).toMatchObject([{ bytes: null }, { status: "ready" }]);
    expect(whop.members(made.id)).toHaveLength(4);
    const keys = world.sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(new Set(keys.filter((key) => key?.includes("/file-")))).toHaveLength(2);
  });

  test("a file that was stored shorter than it was sent is uploaded anew", async () => {
    const world = createWorld();
    const { whop } = world.emulators;
    world.trouble = async (call, next) => {
      const answer = await next();
      const [first, ...others] = whop.files.list();
      if (call.operation === "upload" && first !== undefined && others.length === 0) {
        whop.files.truncate(first.id, 20);
      }
      return answer;
    };
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(4),
    });
    expect(whop.files.list()).toHaveLength(2);
    expect(whop.members(made.id)).toHaveLength(4);
  });

  test("a file that Whop refuses every time makes no audience, and says so", async () => {
    const world = createWorld();
    const { whop } = world.emulators;
    world.trouble = async (call, next) => {
      const answer = await next();
      if (call.operation === "upload") {
        whop.files.fail(whop.files.list().at(-1)?.id ?? "");
      }
      return answer;
    };
    const before = whop.audiences.list().length;
    const error = await errorOf(
      world.audiences.create({ provider: "whop", name: "VIP", members: people(4) }),
    );
    expect(error).toMatchObject({
      code: "unavailable",
      ambiguous: false,
      written: 0,
      transient: true,
    });
    expect(error.message).toContain("Nothing was written");
    expect(whop.files.list()).toHaveLength(3);
    expect(whop.audiences.list()).toHaveLength(before);
  });

  test("a file that Whop never ends to look at is waited for, but not for ever", async () => {
    const world = createWorld({
      emulators: { whop: { times: { file: Number.POSITIVE_INFINITY } } },
    });
    const error = await errorOf(
      world.audiences.create({ provider: "whop", name: "VIP", members: people(4) }),
    );
    expect(error.message).toContain("has not finished looking at it. Nothing was written");
  });

  test("a large file goes in pieces, each to its own address", async () => {
    const world = createWorld({ emulators: { whop: { keep: "counts" } } });
    const { whop } = world.emulators;
    const long = "x".repeat(50_000);
    async function* many() {
      for (let index = 0; index < 2200; index += 1) {
        yield {
          identifiers: { email: [`p${index}@example.com`] },
          attributes: { firstName: long },
        };
      }
    }
    const made = await world.audiences.create({ provider: "whop", name: "VIP", members: many() });
    expect(made.written?.written).toBe(2200);
    expect(world.asked.filter((operation) => operation === "whop upload").length).toBeGreaterThan(
      10,
    );
    expect(world.asked).toContain("whop completeFile");
    expect(whop.uploads(made.id)).toMatchObject([{ rows: 2200, skipped: 0 }]);
  });

  test("before the date of the new files, nothing is asked that they did not know", async () => {
    const world = createWorld({ whop: { apiVersionDate: "2026-07-20" } });
    const made = await world.audiences.create({
      provider: "whop",
      name: "VIP",
      members: people(4),
    });
    expect(world.emulators.whop.files.list()).toMatchObject([{ visibility: "private" }]);
    expect(world.emulators.whop.members(made.id)).toHaveLength(4);
  });
});

describe("whop, adding to an audience", () => {
  test("those who come later are there as well", async () => {
    const world = createWorld();
    const ref = await withAudience(world);
    const added = await world.audiences.addMembers(ref, people(3, 5));
    expect(added).toMatchObject({ read: 3, written: 3 });
    const ready = await world.audiences.waitUntilReady(ref, {
      pending: added.pending,
      sleep: world.sleep,
    });
    expect(ready.size).toEqual({ value: 8, unit: "rows" });
    expect(world.emulators.whop.members(ref.id)).toHaveLength(8);
  });

  test("a ready that is left over from before is not believed", async () => {
    const world = createWorld({ emulators: { whop: { times: { lag: 60_000 } } } });
    const ref = await withAudience(world);
    const { pending } = await world.audiences.addMembers(ref, people(3, 5));
    expect((await world.audiences.get(ref)).status).toBe("ready");
    const ready = await world.audiences.waitUntilReady(ref, { pending, sleep: world.sleep });
    expect(ready.size).toEqual({ value: 8, unit: "rows" });
  });

  test("one that never changes is waited for until the time is over", async () => {
    const world = createWorld({ emulators: { whop: { times: { lag: 100_000_000 } } } });
    const ref = await withAudience(world);
    const { pending } = await world.audiences.addMembers(ref, people(3, 5));
    const waiting = world.audiences.waitUntilReady(ref, {
      pending,
      sleep: world.sleep,
      timeout: 60_000,
    });
    expect((await errorOf(waiting)).message).toContain("still processing (ready) after");
  });

  test("an audience that is no list of a file is refused before anything is uploaded", async () => {
    const world = createWorld();
    const { id } = world.emulators.whop.audiences.add({ audienceType: "lookalike" });
    const error = await errorOf(world.audiences.addMembers({ provider: "whop", id }, people(1)));
    expect(error.code).toBe("unsupported");
    expect(world.asked).toEqual(["whop list"]);
  });

  test("one that is not there is not_found before anything is uploaded", async () => {
    const world = createWorld();
    const ref = { provider: "whop", id: "adaud_none" } as const;
    expect((await errorOf(world.audiences.addMembers(ref, people(1)))).code).toBe("not_found");
    expect(world.asked).toEqual(["whop list"]);
  });

  test("to an audience of another file's columns, they can be named", async () => {
    const world = createWorld({ whop: { columns: { email: "E-Mail", phone: "Phone, mobile" } } });
    const ref = await withAudience(world);
    await world.audiences.addMembers(ref, people(2, 5));
    expect(world.emulators.whop.members(ref.id)).toHaveLength(7);
  });

  test("two columns of one name are refused when the adapter is made", () => {
    expect(() => createWorld({ whop: { columns: { email: "a", phone: "a" } } })).toThrow(
      "two columns have the same header",
    );
  });
});

describe("whop, changing and deleting", () => {
  test("the name can be changed", async () => {
    const world = createWorld();
    const ref = await withAudience(world);
    expect(await world.audiences.update(ref, { name: "VIP 2" })).toMatchObject({ name: "VIP 2" });
    expect((await world.audiences.get(ref)).name).toBe("VIP 2");
  });

  test.for([
    ["a description", { name: "VIP", description: "x" }, "description"],
    ["nothing", {}, "needs a name"],
    ["a blank name", { name: "  " }, "not blank"],
  ] as const)("%s is refused before any request", async ([, changes, words]) => {
    const world = createWorld();
    const error = await errorOf(
      untyped(world.audiences)["update"]?.({ provider: "whop", id: "adaud_1" }, changes),
    );
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(words);
    expect(world.asked).toEqual([]);
  });

  test("what is deleted is gone, and a second delete is not_found", async () => {
    const world = createWorld();
    const ref = await withAudience(world);
    await world.audiences.delete(ref);
    expect((await errorOf(world.audiences.get(ref))).code).toBe("not_found");
    expect((await errorOf(world.audiences.delete(ref))).code).toBe("not_found");
  });

  test("success: false is a failure, although it comes with 200", async () => {
    const world = createWorld();
    const ref = await withAudience(world);
    world.trouble = async () => Response.json({ success: false });
    expect(await errorOf(world.audiences.delete(ref))).toMatchObject({
      code: "rejected",
      status: 200,
    });
  });

  test.for(["removeMembers", "replaceMembers"] as const)(
    "%s is refused without any request",
    async (name) => {
      const world = createWorld();
      const error = await errorOf(
        (async () => untyped(world.audiences)[name]?.({ provider: "whop", id: "a" }, people(1)))(),
      );
      expect(error.code).toBe("unsupported");
      expect(world.asked).toEqual([]);
    },
  );
});

describe("whop, under one idempotency key", () => {
  test("a whole create that is run again makes one audience and one file", async () => {
    const world = createWorld();
    const input = { provider: "whop", name: "VIP", members: people(4) } as const;
    const before = world.emulators.whop.audiences.list().length;
    const one = await world.audiences.create(input, { idempotencyKey: "run-1" });
    const two = await world.audiences.create(input, { idempotencyKey: "run-1" });
    expect(two.id).toBe(one.id);
    expect(world.emulators.whop.audiences.list()).toHaveLength(before + 1);
    expect(world.emulators.whop.files.list()).toHaveLength(1);
  });

  test("the same hours later, when the address has expired, but the file is there", async () => {
    const world = createWorld();
    const input = { provider: "whop", name: "VIP", members: people(4) } as const;
    const one = await world.audiences.create(input, { idempotencyKey: "run-1" });
    world.emulators.clock.advance(10 * 3_600_000);
    const two = await world.audiences.create(input, { idempotencyKey: "run-1" });
    expect(two.id).toBe(one.id);
    expect(world.emulators.whop.files.list()).toHaveLength(1);
  });

  test("another audience is a mismatch, and the error says what to do", async () => {
    const world = createWorld();
    await world.audiences.create(
      { provider: "whop", name: "VIP", members: people(4) },
      { idempotencyKey: "run-1" },
    );
    const error = await errorOf(
      world.audiences.create(
        { provider: "whop", name: "Other", members: people(4) },
        { idempotencyKey: "run-1" },
      ),
    );
    expect(error).toMatchObject({ code: "rejected", vendorCode: "idempotency_key_mismatch" });
    expect(error.message).toContain("use a new key for what is new");
  });

  test("a first request that is still running is waited for", async () => {
    const world = createWorld();
    const { whop } = world.emulators;
    whop.idempotencyKeys.hold("run-1/create", 20_000);
    const made = await world.audiences.create(
      { provider: "whop", name: "VIP", members: people(4) },
      { idempotencyKey: "run-1" },
    );
    expect(whop.members(made.id)).toHaveLength(4);
  });

  test("one that never ends is unclear, and says where to look", async () => {
    const world = createWorld();
    world.emulators.whop.idempotencyKeys.hold("run-1/create");
    const error = await errorOf(
      world.audiences.create(
        { provider: "whop", name: "VIP", members: people(4) },
        { idempotencyKey: "run-1" },
      ),
    );
    expect(error).toMatchObject({
      code: "unavailable",
      status: 409,
      ambiguous: true,
      idempotencyKey: "run-1",
    });
    expect(error.message).toContain("List the audiences");
  });
});
