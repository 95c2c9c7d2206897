import * as z from "zod";

import { identifierKinds } from "../../core/model.ts";
import type { MemberInput } from "../../core/model.ts";
import type { Arrival } from "./journey.ts";
import { maskMember } from "./mask.ts";
import type { FieldFate, PlanLossReason } from "../plan.ts";

/** One reason, how many it struck, and some of them masked. */
export interface LossCount {
  readonly reason: PlanLossReason;
  readonly carried: boolean;
  count: number;
  readonly examples: string[];
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** What became of everybody so far; plain JSON. */
export interface PlanTally {
  read: number;
  carried: number;
  carriedWithLoss: number;
  notCarried: number;
  gained: number;
  rescued: number;
  losses: LossCount[];
  fields: Writable<FieldFate>[];
}

const whole = z.int().nonnegative();
const tallySchema: z.ZodType<PlanTally> = z.object({
  read: whole,
  carried: whole,
  carriedWithLoss: whole,
  notCarried: whole,
  gained: whole,
  rescued: whole,
  losses: z.array(
    z.object({
      reason: z.enum([
        "NO_MATCHABLE_IDENTIFIER",
        "NO_CROSSWALK",
        "CROSSWALK_CONFLICT",
        "IDENTIFIER_INVALID",
        "HASHED_ONLY",
        "DUPLICATE_IN_SOURCE",
        "SUPPRESSED",
        "LEFT_OUT",
        "UNREADABLE",
        "ATTRIBUTE_LIMIT",
        "FIELD_DROPPED",
      ] satisfies readonly PlanLossReason[]),
      carried: z.boolean(),
      count: whole,
      examples: z.array(z.string()),
    }),
  ),
  fields: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["identifier", "attribute"]),
      kept: whole,
      changed: whole,
      dropped: whole,
    }),
  ),
});

const mostExamples = 3;
/** Members that are looked at for examples: masked, many look the same. */
const mostTried = 30;
/** A list that has a name for everybody is not to fill the memory. */
const mostFields = 1000;

const nothing: PlanTally = {
  read: 0,
  carried: 0,
  carriedWithLoss: 0,
  notCarried: 0,
  gained: 0,
  rescued: 0,
  losses: [],
  fields: [],
};

function isSame(one: readonly string[] | undefined, other: readonly string[] = []): boolean {
  return one?.length === other.length && one.every((value, index) => value === other[index]);
}

/** Counts members, one after the other, and can be gone on with in another process. */
export interface PlanCounter {
  add(arrival: Arrival): void;
  /** Records that were none. */
  addUnreadable(count: number): void;
  /** How many there were of them. */
  unreadable(): number;
  so(): PlanTally;
}

/** @param saved what `so` gave to an earlier process; `null` = there was none */
export function createPlanTally(saved: unknown): PlanCounter {
  const counts = saved === null ? structuredClone(nothing) : tallySchema.parse(saved);
  const losses = new Map(counts.losses.map((loss) => [`${loss.reason} ${loss.carried}`, loss]));
  const fields = {
    identifier: new Map<string, Writable<FieldFate>>(),
    attribute: new Map<string, Writable<FieldFate>>(),
  };
  for (const field of counts.fields) {
    fields[field.kind].set(field.name, field);
  }

  function lose(
    reason: PlanLossReason,
    carried: boolean,
    struck: number,
    given?: MemberInput,
  ): void {
    const key = `${reason} ${carried}`;
    const loss = losses.get(key) ?? { reason, carried, count: 0, examples: [] };
    losses.set(key, loss);
    loss.count += struck;
    if (given !== undefined && loss.count <= mostTried && loss.examples.length < mostExamples) {
      const example = maskMember(given);
      if (example !== undefined && !loss.examples.includes(example)) {
        loss.examples.push(example);
      }
    }
  }

  function fieldOf(kind: FieldFate["kind"], name: string): Writable<FieldFate> | undefined {
    const known = fields[kind].get(name);
    if (known !== undefined || fields[kind].size >= mostFields) {
      return known;
    }
    const fresh = { name, kind, kept: 0, changed: 0, dropped: 0 };
    fields[kind].set(name, fresh);
    return fresh;
  }

  function countFields(given: MemberInput, member: MemberInput, dropped: readonly string[]): void {
    const isDropped = (name: string): boolean => dropped.length > 0 && dropped.includes(name);
    for (const kind of identifierKinds) {
      const values = given.identifiers[kind];
      if (values !== undefined && values.length > 0) {
        const field = fieldOf("identifier", kind);
        const written = member.identifiers[kind];
        if (field !== undefined) {
          const isLost = written === undefined || isDropped(kind);
          field[isLost ? "dropped" : isSame(values, written) ? "kept" : "changed"] += 1;
        }
      }
    }
    for (const name in given.attributes) {
      const value = given.attributes[name] ?? null;
      if (value !== null && value !== "") {
        const field = fieldOf("attribute", name);
        if (field !== undefined) {
          const isKept = member.attributes?.[name] === value;
          field[isDropped(name) ? "dropped" : isKept ? "kept" : "changed"] += 1;
        }
      }
    }
  }

  return {
    add(arrival) {
      counts.read += 1;
      const { given } = arrival;
      if ("reason" in arrival) {
        counts.notCarried += 1;
        lose(arrival.reason, false, 1, given);
        return;
      }
      const { member, dropped, loss } = arrival;
      const isWhole = dropped.length === 0 && loss === undefined;
      counts[isWhole ? "carried" : "carriedWithLoss"] += 1;
      counts.gained += arrival.gained ? 1 : 0;
      counts.rescued += arrival.rescued ? 1 : 0;
      if (dropped.length > 0) {
        lose("FIELD_DROPPED", true, 1, given);
      }
      if (loss !== undefined) {
        lose(loss, true, 1, given);
      }
      countFields(given, member, dropped);
    },
    addUnreadable(records) {
      if (records === 0) {
        return;
      }
      counts.read += records;
      counts.notCarried += records;
      lose("UNREADABLE", false, records);
    },
    unreadable: () => losses.get("UNREADABLE false")?.count ?? 0,
    so: (): PlanTally => ({
      ...counts,
      losses: [...losses.values()],
      fields: [...fields.identifier.values(), ...fields.attribute.values()],
    }),
  };
}
