import type { AnyAdapter } from "../../../src/core/contract.ts";
import { insideOf } from "../../../src/core/inside.ts";
import type { MemberInput } from "../../../src/core/model.ts";
import { createPreparation } from "../../../src/core/writing/preparation.ts";
import { createIdentity } from "../../../src/migrate/identity.ts";
import { beginPlanning, finishPlanning, saveParts } from "../../../src/migrate/ledger/index.ts";
import { createMarking, packMarks } from "../../../src/migrate/marks.ts";
import type { Marking, Marks } from "../../../src/migrate/marks.ts";
import type { Plan, PlanTarget } from "../../../src/migrate/plan.ts";
import { textOf } from "../../../src/migrate/ledger/part-text.ts";
import { readSuppression } from "../../../src/migrate/suppression.ts";
import type { Store } from "../../../src/store/index.ts";

export interface PlanInput {
  readonly id?: string;
  readonly to: { readonly provider: string } & Partial<PlanTarget>;
  readonly members: readonly MemberInput[];
  readonly partSize?: number;
  readonly suppress?: readonly MemberInput[];
  readonly from?: Partial<Plan["from"]>;
  readonly read?: number;
}

const salt = "0123456789abcdef01234567";

function marksOf({ identifiers }: MemberInput, marking: Marking): Marks {
  const marks: Marks = [];
  marking.add(identifiers, marks);
  return marks;
}

function target(
  { vendor, createsWithMembers, writes }: AnyAdapter,
  to: PlanInput["to"],
): PlanTarget {
  const name = to.name ?? "vip";
  return {
    vendor,
    id: null,
    name,
    create: to.id === undefined || to.id === null ? { name } : null,
    before: null,
    createsWithMembers: createsWithMembers === true,
    unit: writes?.unit ?? null,
    partSize: 10_000,
    ...to,
    path: null,
  };
}

/** Puts a plan into a store as planning would: its members are fit for the target. */
export async function plan(audiences: object, store: Store, input: PlanInput): Promise<Plan> {
  const { id = "run_1", members: given, partSize = 3, suppress = [] } = input;
  const adapter = insideOf(audiences).registry.adapterOf(input.to.provider);
  const normalize = createIdentity();
  const marking = createMarking(salt, normalize);
  const list = await readSuppression(suppress, marking);
  const prepare = createPreparation(adapter, normalize);
  const carried = given.flatMap((member) => {
    const marks = marksOf(member, marking);
    const prepared = prepare(member);
    return "member" in prepared && !list.has(marks) ? [{ member: prepared.member, marks }] : [];
  });
  await beginPlanning(store, id, {
    createdAt: "2026-11-02T08:00:00.000Z",
    inputs: id,
    label: "a test",
    salt,
    suppressed: suppress.length === 0 ? null : list.bytes(),
  });
  let parts = 0;
  for (let at = 0; at < carried.length; at += partSize) {
    parts += 1;
    const some = carried.slice(at, at + partSize);
    const part = {
      number: parts,
      members: some.map(({ member }) => member),
      fingerprints: packMarks(some.map(({ marks }) => marks)),
    };
    await saveParts(store, id, { parts: [textOf(part)], tally: {}, continuationToken: null });
  }
  const made: Plan = {
    version: 1,
    id,
    createdAt: "2026-11-02T08:00:00.000Z",
    purpose: null,
    defaultCountry: null,
    from: {
      provider: null,
      vendor: null,
      id: null,
      name: "people",
      size: null,
      updatedAt: null,
      members: { count: given.length, digest: "" },
      file: null,
      ...input.from,
    },
    to: target(adapter, input.to),
    summary: {
      read: input.read ?? given.length,
      carried: carried.length,
      carriedWithLoss: 0,
      notCarried: given.length - carried.length,
      losses: [],
      fields: [],
      crosswalk: null,
      requests: parts,
      minutes: 1,
      caveats: [],
    },
    parts,
    members: carried.length,
    digest: `digest of ${id}`,
  };
  await finishPlanning(store, id, made);
  return made;
}
