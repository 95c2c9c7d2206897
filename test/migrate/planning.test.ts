import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { memory } from "../../adapters/memory.ts";
import type { MemoryMember } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { planMigration } from "../../src/migrate/index.ts";
import type { Plan, PlanOptions, PlanProgress, Withheld } from "../../src/migrate/index.ts";
import { isLeased, listRunIds, openParts, takeLease } from "../../src/migrate/ledger/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { createEmulators } from "../../src/testing/index.ts";

const unpaced = { requestsPerMinute: Number.POSITIVE_INFINITY };

function worldOf(members: readonly MemoryMember[]) {
  const emulators = createEmulators({ size: 12 });
  return createAudiences({
    crm: memory({
      audiences: [{ id: "vip", name: "VIP" }, { id: "empty" }],
      members: { vip: members },
    }),
    other: memory(),
    whop: whop({ ...emulators.whop, ...unpaced }),
    batch: batch({ ...emulators.batch, ...unpaced }),
    sonarly: sonarly({ ...emulators.sonarly, ...unpaced }),
  });
}

let store: Store;
beforeEach(async () => {
  store = await openStore({ address: ":memory:" });
});
afterEach(() => store.close());

const vip = { provider: "crm", id: "vip" };
const email = (...values: string[]): MemoryMember => ({ identifiers: { email: values } });

type Options = Partial<Omit<PlanOptions, "store">>;

const planOf = (members: readonly MemoryMember[], options: Options = {}): Promise<Plan> =>
  planMigration(worldOf(members), {
    from: vip,
    to: { provider: "whop", name: "VIP" },
    store,
    ...options,
  });

async function carriedBy(plan: Plan): Promise<readonly MemberInput[]> {
  const all: MemberInput[] = [];
  for await (const part of openParts(store, plan.id)) {
    all.push(...[...part.handfuls()].flat());
  }
  return all;
}

const counts = ({ summary: { read, carried, carriedWithLoss, notCarried } }: Plan) => ({
  read,
  carried,
  carriedWithLoss,
  notCarried,
});
const reasonsOf = ({ summary }: Plan): Record<string, number> =>
  Object.fromEntries(summary.losses.map(({ reason, count }) => [reason, count]));
const caveatsOf = ({ summary }: Plan): readonly string[] => summary.caveats.map(({ code }) => code);

describe("everybody is accounted for", () => {
  test("carried, carried with loss, not carried, each with a reason and masked examples", async () => {
    const plan = await planOf([
      { identifiers: { email: ["Ada@Example.com"] }, attributes: { firstName: "Ada" } },
      { identifiers: { email: ["grace@example.org"] }, attributes: { shoeSize: 38 } },
      email("not an email"),
      email("b58996c504c5638798eb6b511e6f49af"),
      { identifiers: { externalId: ["c-1"] } },
      email(" ADA@example.com"),
    ]);
    expect(counts(plan)).toEqual({ read: 6, carried: 1, carriedWithLoss: 1, notCarried: 4 });
    expect(reasonsOf(plan)).toEqual({
      IDENTIFIER_INVALID: 1,
      HASHED_ONLY: 1,
      NO_MATCHABLE_IDENTIFIER: 1,
      DUPLICATE_IN_SOURCE: 1,
      FIELD_DROPPED: 1,
    });
    const dropped = plan.summary.losses.find(({ reason }) => reason === "FIELD_DROPPED");
    expect(dropped).toMatchObject({ carried: true, examples: ["g***@e***.org"] });
    expect(plan.summary.fields).toEqual([
      { name: "email", kind: "identifier", kept: 1, changed: 1, dropped: 0 },
      { name: "firstName", kind: "attribute", kept: 1, changed: 0, dropped: 0 },
      { name: "shoeSize", kind: "attribute", kept: 0, changed: 0, dropped: 1 },
    ]);
    expect(await carriedBy(plan)).toEqual([
      { identifiers: { email: ["ada@example.com"] }, attributes: { firstName: "Ada" } },
      { identifiers: { email: ["grace@example.org"] }, attributes: {} },
    ]);
  });
});

describe("the suppression list", () => {
  test("matches by everything that is known of a person, however it is written", async () => {
    const plan = await planOf(
      [
        { identifiers: { email: ["ada@example.com"], phone: ["+49 151 23456789"] } },
        { identifiers: { email: ["grace@example.com"], linkedinUrl: ["linkedin.com/in/grace"] } },
        email("joan@example.com"),
        email("free@example.com"),
      ],
      {
        defaultCountry: "DE",
        suppress: [
          { identifiers: { phone: ["0151 23456789"] } },
          { identifiers: { linkedinUrl: ["https://www.linkedin.com/in/Grace/"] } },
          { identifiers: { externalId: ["c-joan"] } },
        ],
        crosswalk: [{ identifiers: { email: ["joan@example.com"], externalId: ["c-joan"] } }],
      },
    );
    expect(reasonsOf(plan)).toEqual({ SUPPRESSED: 3 });
    expect(await carriedBy(plan)).toEqual([
      { identifiers: { email: ["free@example.com"] }, attributes: {} },
    ]);
  });

  test("also by what mapMember has taken away", async () => {
    const plan = await planOf([{ identifiers: { email: ["a@x.org"], phone: ["+14155550100"] } }], {
      suppress: [{ identifiers: { phone: ["+1 415 555 0100"] } }],
      mapMember: ({ identifiers: { email: emails = [] } }) => ({ identifiers: { email: emails } }),
    });
    expect(reasonsOf(plan)).toEqual({ SUPPRESSED: 1 });
  });

  test("with a hash in it is refused, for nobody could be compared with it", async () => {
    const suppress = [{ identifiers: { email: ["b58996c504c5638798eb6b511e6f49af"] } }];
    await expect(planOf([email("a@x.org")], { suppress })).rejects.toThrow(
      "Row 1 of the suppression list holds a hashed email",
    );
  });

  test("says how many of its rows name nobody", async () => {
    const plan = await planOf([email("a@x.org")], { suppress: [{ identifiers: {} }] });
    expect(caveatsOf(plan)).toContain("SOURCE_NOTES");
  });
});

describe("the crosswalk", () => {
  const toBatch = { to: { provider: "batch", name: "vip" } };

  test("gives people the id that the target needs, and says whom it rescued", async () => {
    const plan = await planOf(
      [
        email("ada@example.com"),
        { identifiers: { email: ["grace@example.com"], externalId: ["c-2"] } },
        email("nobody@example.com"),
      ],
      {
        ...toBatch,
        crosswalk: [
          { identifiers: { email: ["ADA@example.com"], externalId: ["c-1"] } },
          { identifiers: { email: ["grace@example.com"], externalId: ["c-2"] } },
        ],
      },
    );
    expect(plan.summary.crosswalk).toEqual({ rows: 2, gained: 1, rescued: 1 });
    expect(reasonsOf(plan)).toEqual({ NO_CROSSWALK: 1, FIELD_DROPPED: 2 });
    expect((await carriedBy(plan)).map(({ identifiers }) => identifiers)).toEqual([
      { externalId: ["c-1"] },
      { externalId: ["c-2"] },
    ]);
  });

  test("that says two things of a person carries nobody by it", async () => {
    const plan = await planOf(
      [
        email("ada@example.com"),
        { identifiers: { email: ["grace@example.com"], externalId: ["mine"] } },
      ],
      {
        ...toBatch,
        crosswalk: [
          { identifiers: { email: ["ada@example.com"], externalId: ["c-1"] } },
          { identifiers: { email: ["ada@example.com"], externalId: ["c-9"] } },
          { identifiers: { email: ["grace@example.com"], externalId: ["another"] } },
        ],
      },
    );
    const conflicts = plan.summary.losses.filter(({ reason }) => reason === "CROSSWALK_CONFLICT");
    expect(conflicts.map(({ carried, count }) => [carried, count])).toEqual([
      [false, 1],
      [true, 1],
    ]);
    expect(await carriedBy(plan)).toEqual([
      { identifiers: { externalId: ["mine"] }, attributes: {} },
    ]);
  });

  test("that says the same twice says it once", async () => {
    const row = { identifiers: { email: ["ada@example.com"], externalId: ["c-1"] } };
    const plan = await planOf([email("ada@example.com")], { ...toBatch, crosswalk: [row, row] });
    expect(counts(plan)).toMatchObject({ read: 1, notCarried: 0 });
  });
});

describe("before anybody is read", () => {
  test.for([
    [
      "whop as a source",
      { from: { provider: "whop", id: "adaud_1" } },
      /whop cannot be a source.*Take the file that was uploaded/,
    ],
    [
      "batch as a source",
      { from: { provider: "batch", id: "vip" } },
      /batch cannot be a source.*Take what they were sent from/,
    ],
    [
      "sonarly as a target",
      { to: { provider: "sonarly", name: "VIP" } },
      /sonarly cannot be a target.*cost credits/,
    ],
    ["the source as the target", { to: vip }, /same audience/],
    [
      "a provider that is not there",
      { to: { provider: "hubspot", name: "x" } },
      /no provider "hubspot"/,
    ],
    [
      "a name that is taken",
      { from: { name: "list", members: [] }, to: { provider: "crm", name: "VIP" } },
      /NAME_TAKEN.*crm:vip/,
    ],
    ["a name that is blank", { to: { provider: "whop", name: " " } }, /provider, name/],
  ] satisfies readonly [string, Options, RegExp][])(
    "%s is refused, with what to do instead",
    async ([, options, words]) => {
      await expect(planOf([email("a@x.org")], options)).rejects.toThrow(words);
    },
  );

  test("a name that Batch does not take is changed, and shown to people as it was", async () => {
    const plan = await planOf([{ identifiers: { externalId: ["c-1"] } }], {
      to: { provider: "batch", name: "Été VIP" },
    });
    expect(plan.to.create).toEqual({ name: "Ete_VIP", displayName: "Été VIP" });
    expect(caveatsOf(plan)).toContain("NAME_CHANGED");
  });

  test("an audience that is there is remembered as it stands", async () => {
    const plan = await planOf([email("a@x.org")], { to: { provider: "crm", id: "empty" } });
    expect(plan.to).toMatchObject({
      id: "empty",
      create: null,
      before: { name: "empty", status: "ready" },
    });
  });
});

describe("a plan in the store", () => {
  const many = Array.from({ length: 25_000 }, (_, index) => email(`p${index}@example.com`));

  test(
    "has parts of 10,000 identifiers at the most, and says what they cost",
    { timeout: 30_000 },
    async () => {
      const plan = await planOf(many);
      expect([plan.parts, plan.members, plan.summary.requests]).toEqual([3, 25_000, 5]);
      expect(caveatsOf(plan)).not.toContain("NOT_ATOMIC");
      expect((await carriedBy(plan)).map(({ identifiers }) => identifiers.email?.[0])).toEqual(
        many.map(({ identifiers }) => identifiers?.email?.[0]),
      );
    },
  );

  test(
    "that was interrupted goes on where it was, with the same end",
    { timeout: 30_000 },
    async () => {
      const members = [...many, email("P3@example.com"), email("nobody")];
      const whole = await planOf(members);
      const world = worldOf(members);
      const to = { provider: "whop", name: "Other" };
      const stop = new AbortController();
      const stopping = planMigration(world, {
        from: vip,
        to,
        store,
        signal: stop.signal,
        onProgress: ({ read }) => {
          if (read >= 15_000) {
            stop.abort(new Error("enough"));
          }
        },
      });
      await expect(stopping).rejects.toThrow("enough");
      let first: number | undefined;
      const plan = await planMigration(world, {
        from: vip,
        to,
        store,
        onProgress: ({ read }) => {
          first ??= read;
        },
      });
      expect(first).toBe(11_000);
      expect(plan.summary).toEqual(whole.summary);
      expect(await carriedBy(plan)).toEqual(await carriedBy(whole));
      expect(plan.from.members.count).toBe(25_002);
    },
  );

  test("that another process is making is refused at once, and gone on with when that is done", async () => {
    const world = worldOf(many);
    const to = { provider: "whop", name: "Other" };
    let read = 0;
    const stop = new AbortController();
    const onProgress = (progress: PlanProgress): void => {
      ({ read } = progress);
      if (read >= 15_000) {
        stop.abort(new Error("enough"));
      }
    };
    const common = { from: vip, to, store };
    const first = planMigration(world, { ...common, signal: stop.signal, onProgress });
    await expect(first).rejects.toThrow("enough");
    const [run = ""] = await listRunIds(store);
    const lease = await takeLease(store, run);
    read = 0;
    const second = planMigration(world, { ...common, onProgress });
    await expect(second).rejects.toMatchObject({ name: "MigrationError", code: "busy", run });
    expect(read).toBe(0);
    await lease[Symbol.asyncDispose]();
    const plan = await planMigration(world, common);
    expect([plan.id, plan.summary.read]).toEqual([run, many.length]);
    expect(await isLeased(store, run)).toBe(false);
  });

  test("that two begin at the same instant is made once; the other is told to wait", async () => {
    const world = worldOf(many);
    const common = { from: vip, to: { provider: "other", name: "Other" }, store };
    const both = await Promise.allSettled([
      planMigration(world, common),
      planMigration(world, common),
    ]);
    const errors = both.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(errors).toMatchObject([{ name: "MigrationError", code: "busy" }]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [run = "", ...others] = await listRunIds(store);
    expect(others).toEqual([]);
    expect(await isLeased(store, run)).toBe(false);
    expect(await store.database.selectFrom("leases").selectAll().execute()).toEqual([]);
  });

  test("says how many requests Batch is asked, and that they are seen one by one", async () => {
    const members = many.map((_, index) => ({ identifiers: { externalId: [`c-${index}`] } }));
    const plan = await planOf(members, { to: { provider: "batch", name: "vip" } });
    expect(plan.summary.requests).toBe(3 * 2 + 1 + 1);
    expect(caveatsOf(plan)).toContain("NOT_ATOMIC");
  });

  test("holds nobody in clear beside its members", async () => {
    const plan = await planOf([email("secret.person@example.com"), email("secret.other")], {
      suppress: [email("secret.third@example.com")].map(({ identifiers = {} }) => ({
        identifiers,
      })),
    });
    expect(JSON.stringify(plan)).not.toMatch(/secret/);
  });
});

test("whoever asks is told of everybody who is withheld", async () => {
  const withheld: Withheld[] = [];
  await planOf([email("a@x.org"), email("nobody")], { onWithheld: (each) => withheld.push(each) });
  expect(withheld).toMatchObject([
    {
      position: 2,
      line: null,
      reason: "IDENTIFIER_INVALID",
      member: { identifiers: { email: ["nobody"] } },
    },
  ]);
});
