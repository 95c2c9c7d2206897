import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { insideOf } from "../../src/core/inside.ts";
import type { AttributeValue, IdentifierKind, MemberInput } from "../../src/core/model.ts";
import { applyMigration, planMigration } from "../../src/migrate/index.ts";
import type { Withheld } from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import { campaignTimeout, runsOf, tell } from "../properties/support/runs.ts";
import { createWorld } from "../writing/support.ts";

const kinds = ["email", "phone", "externalId", "linkedinUrl"] as const;

/** How people write the same few addresses, and what is none. */
const someone = fc.integer({ min: 0, max: 11 });
const spelt: Readonly<Record<IdentifierKind, fc.Arbitrary<string>>> = {
  email: fc.oneof(
    { weight: 8, arbitrary: someone.map((who) => `p${who}@example.com`) },
    { weight: 2, arbitrary: someone.map((who) => ` P${who}@Example.COM `) },
    fc.constantFrom("no address", "", "b58996c504c5638798eb6b511e6f49af"),
  ),
  phone: fc.oneof(
    { weight: 5, arbitrary: someone.map((who) => `+1415555010${who % 10}`) },
    { weight: 3, arbitrary: someone.map((who) => `(415) 555-010${who % 10}`) },
    fc.constantFrom("1", "4.15E+9"),
  ),
  externalId: fc.oneof(
    { weight: 8, arbitrary: someone.map((who) => `c-${who}`) },
    fc.constantFrom("", "C-1 "),
  ),
  linkedinUrl: someone.map((who) => `https://www.linkedin.com/in/person-${who}`),
};

const isKind = (name: string): boolean => kinds.some((kind) => kind === name);

const identifiers = fc.record(
  {
    email: fc.array(spelt.email, { minLength: 1, maxLength: 2 }),
    phone: fc.array(spelt.phone, { minLength: 1, maxLength: 2 }),
    externalId: fc.array(spelt.externalId, { minLength: 1, maxLength: 2 }),
    linkedinUrl: fc.array(spelt.linkedinUrl, { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constantFrom("Ada", "de", "2026-01-02", "", "\ud800", 'a,"b"\n'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const names = fc.constantFrom("firstName", "country", "date(joined)", "joined", "shoe size");
const attributes = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(names, value, { maxKeys: 4 }) },
  fc.constant(Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`x${index}`, index]))),
);
const member: fc.Arbitrary<MemberInput> = fc.record({ identifiers, attributes });
const row = fc.record({ identifiers });
/** A list of people who are not to be written has no hashes, or it is refused. */
const blocked = row.filter(
  ({ identifiers: { email = [] } }) => !email.some((text) => /^[\da-f]{32}$/.test(text)),
);

const worlds = fc.record({
  members: fc.array(member, { maxLength: 30 }),
  crosswalk: fc.option(fc.array(row, { maxLength: 8 }), { nil: undefined }),
  suppress: fc.option(fc.array(blocked, { maxLength: 4 }), { nil: undefined }),
  defaultCountry: fc.constantFrom("US", undefined),
  target: fc.constantFrom("whop" as const, "batch" as const, "jsonl" as const, "csv" as const),
  /** What is in the target before, where it is a file; `undefined` = it is to be made. */
  content: fc.constantFrom(undefined, "there" as const),
  /** Which columns it has then. */
  columns: fc.subarray([...kinds, "email 2", "firstName", "joined"], { minLength: 1 }),
  /** Leaves out everybody with this in their first name. */
  leaveOut: fc.constantFrom("Ada", undefined),
});

/** The same for all spellings of one identifier that can be known to be the same. */
function plain(kind: IdentifierKind, text: string, country: string | undefined): string {
  switch (kind) {
    case "phone": {
      const bare = text.replaceAll(/[\s()-]/g, "");
      return country === "US" && /^\d{10}$/.test(bare) ? `+1${bare}` : bare;
    }
    case "email":
      return text.trim().toLowerCase();
    default:
      return text;
  }
}

const isVoid = (mark: string): boolean => /^\w+ \s*$/.test(mark);

const runs = runsOf(60, 2000);

test(
  "what is planned is what is written, for every member of any world",
  { timeout: campaignTimeout(runs) + runs.numRuns * 1000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-"));
    let count = 0;
    try {
      await fc.assert(
        fc.asyncProperty(worlds, async (world) => {
          count += 1;
          const { members, crosswalk, suppress, defaultCountry, target, leaveOut } = world;
          const { content, columns } = world;
          const { audiences: vendors, emulators, sleep } = createWorld();
          const files = createAudiences({
            jsonl: jsonl({ path: folder }),
            csv: csv({ path: folder }),
          });
          const isFile = target === "jsonl" || target === "csv";
          const isAppended =
            isFile && content !== undefined && columns.some((name) => isKind(name));
          const file = `list-${count}.${target}`;
          if (isAppended) {
            await writeFile(
              path.join(folder, file),
              target === "csv"
                ? `${columns.join(",")}\n`
                : '{"identifiers":{"email":["x@y.org"]}}\n',
            );
          }
          await using store = await openStore({ address: ":memory:" });
          const audiences = isFile ? insideOf(files).audiences : insideOf(vendors).audiences;
          const plainOf = (of: MemberInput["identifiers"]): readonly string[] =>
            kinds.flatMap((kind) =>
              (of[kind] ?? []).map((text) => `${kind} ${plain(kind, text, defaultCountry)}`),
            );
          const withheld: Withheld[] = [];
          const plan = await planMigration(audiences, {
            from: { name: "people", members },
            to: isAppended
              ? { provider: target, id: file }
              : { provider: target, name: `list-${count}` },
            crosswalk,
            suppress,
            defaultCountry,
            ...(leaveOut !== undefined && {
              mapMember: (given) => (given.attributes?.["firstName"] === leaveOut ? null : given),
            }),
            onWithheld: (each) => withheld.push(each),
            store,
          });

          // Everybody is accounted for, once.
          const { summary } = plan;
          const { read, carried, carriedWithLoss, notCarried, losses, fields } = summary;
          const kept = carried + carriedWithLoss;
          expect(read).toBe(members.length);
          expect(kept + notCarried).toBe(read);
          expect(plan.members).toBe(kept);
          const reasons = losses.filter((loss) => !loss.carried);
          expect(reasons.reduce((sum, loss) => sum + loss.count, 0)).toBe(notCarried);
          expect(new Set(withheld.map(({ position }) => position)).size).toBe(notCarried);
          for (const field of fields) {
            expect(field.kept + field.changed + field.dropped).toBeLessThanOrEqual(kept);
          }
          // Nobody is in it in clear.
          expect(JSON.stringify(plan)).not.toMatch(/p\d+@|c-\d|\b415555|person-\d/i);
          if (kept === 0) {
            return;
          }

          const result = await applyMigration(audiences, plan, {
            store,
            now: emulators.clock.now,
            sleep,
          });
          expect([result.written, result.rejected, result.suppressed]).toEqual([kept, 0, 0]);
          const { id } = result.target;
          const all = isFile ? await files.listMembers({ provider: target, id }).toArray() : [];
          const onFile = isAppended && target === "jsonl" ? all.slice(1) : all;
          expect(onFile).toHaveLength(isFile ? kept : 0);
          // Each field is on as many as the plan has said; Whop and Batch show theirs in tests of their own.
          for (const { name, kind, ...fate } of isFile ? fields : []) {
            const having = onFile.filter((one) =>
              kind === "attribute"
                ? (one.attributes?.[name] ?? "") !== ""
                : kinds.some((each) => each === name && one.identifiers[each] !== undefined),
            ).length;
            const least = fate.kept + fate.changed;
            // Of a kind of which a part is dropped, the rest is there; the crosswalk may add a kind.
            const most = kind === "attribute" ? least : kept;
            expect([name, having >= least && having <= most]).toEqual([name, true]);
          }
          const held = {
            whop: () =>
              emulators.whop.members(id).map(({ email, phone }) => ({
                email: email === undefined ? [] : [email],
                phone: phone === undefined ? [] : [phone],
              })),
            batch: () => emulators.batch.members(id).map((one) => ({ externalId: [one.id] })),
            jsonl: () => onFile.map((one) => one.identifiers),
            csv: () => onFile.map((one) => one.identifiers),
          }[target]();
          const there = new Set(held.flatMap(plainOf));

          // Nobody who is suppressed is there, and everybody who is not withheld is.
          const never = new Set((suppress ?? []).flatMap((one) => plainOf(one.identifiers)));
          const away = new Set(withheld.map(({ position }) => position));
          const known = members.map((one) =>
            plainOf(one.identifiers).filter((mark) => !isVoid(mark)),
          );
          const rows = (crosswalk ?? []).map((each) => plainOf(each.identifiers));
          const escaped = known.filter(
            (own, index) =>
              leaveOut === undefined && own.some((mark) => never.has(mark)) && !away.has(index + 1),
          );
          const lost = known.filter((own, index) => {
            const linked = rows.filter((marks) => marks.some((mark) => own.includes(mark)));
            const isThere = [...own, ...linked.flat()].some((mark) => there.has(mark));
            return !isThere && !away.has(index + 1);
          });
          expect({
            escaped,
            lost,
            suppressed: [...there].filter((mark) => never.has(mark)),
          }).toEqual({ escaped: [], lost: [], suppressed: [] });
        }),
        { numRuns: runs.numRuns, seed: runs.seed },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
    tell("plans and what was written", runs);
  },
);
