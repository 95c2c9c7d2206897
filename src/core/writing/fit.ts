import type { AttributeRule, AttributeRules } from "../attribute-rules.ts";
import type { AnyAdapter, Capability } from "../contract.ts";
import type { AttributeValue, MemberInput } from "../model.ts";
import { setAttribute } from "./attributes.ts";
import type { Fit } from "./contract.ts";

/** What is known of one name. */
interface Known {
  readonly rule: AttributeRule | undefined;
  readonly same: string;
}

/** What is known of some names, in their order. */
interface KnownNames {
  readonly names: readonly string[];
  readonly known: readonly Known[];
  /** Whether two of them are the same to the vendor. */
  readonly hasTwins: boolean;
}

/** Kept at the most: a list has some ten of them, and one that has a name for everybody is not to fill the memory. */
const maximumKnown = 1000;
const none: Readonly<Record<string, AttributeValue>> = {};

/** Remembers what the rules say of a name, and of the names that the last member had: most have the same ones. */
function rememberingRules({
  ruleOf,
  sameAs,
}: AttributeRules): (names: readonly string[]) => KnownNames {
  const remembered = new Map<string, Known>();
  let last: KnownNames = { names: [], known: [], hasTwins: false };
  function look(name: string): Known {
    const known = remembered.get(name) ?? { rule: ruleOf(name), same: sameAs?.(name) ?? name };
    if (remembered.size < maximumKnown) {
      remembered.set(name, known);
    }
    return known;
  }
  return (names) => {
    const isLast =
      names.length === last.names.length &&
      names.every((name, index) => name === last.names[index]);
    if (!isLast) {
      const known = names.map(look);
      const hasTwins = new Set(known.map(({ same }) => same)).size < known.length;
      last = { names, known, hasTwins };
    }
    return last;
  };
}

/** The first of some fields. */
function firstOf(
  attributes: Readonly<Record<string, AttributeValue>>,
  names: readonly string[],
  count: number,
): Record<string, AttributeValue> {
  const first: Record<string, AttributeValue> = {};
  for (let index = 0; index < count; index += 1) {
    const name = names[index] ?? "";
    setAttribute(first, name, attributes[name] ?? null);
  }
  return first;
}

/** Makes a member with good identifiers fit for a target. */
export type FitMember = (member: MemberInput) => Fit;

/**
 * Makes members fit by an adapter's rules. An attribute that is `null` or empty says nothing, so nothing is lost where
 * it stays behind; any other that does is named.
 */
export function fitAttributes(rules: AttributeRules): FitMember {
  const { most = Number.POSITIVE_INFINITY } = rules;
  const knownOf = rememberingRules(rules);
  return ({ identifiers, attributes = none }) => {
    const { names, known, hasTwins } = knownOf(Object.keys(attributes));
    const kept = hasTwins ? new Set<string>() : undefined;
    let count = 0;
    let dropped: string[] | undefined;
    /** Made where the attributes cannot go as they are; most can. */
    let changed: Record<string, AttributeValue> | undefined;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? "";
      const { rule, same = name } = known[index] ?? {};
      const value = attributes[name] ?? null;
      const silent = value === null || value === "";
      const fitting = silent || kept?.has(same) === true ? undefined : rule?.(value);
      if (fitting !== value) {
        changed ??= firstOf(attributes, names, index);
      }
      if (fitting !== undefined) {
        count += 1;
        kept?.add(same);
        if (changed !== undefined) {
          setAttribute(changed, name, fitting);
        }
      } else if (!silent) {
        dropped ??= [];
        dropped.push(name);
      }
    }
    if (count > most) {
      const message = `has ${count} attributes, and this vendor takes ${most} at the most`;
      return { reason: "ATTRIBUTE_LIMIT", message };
    }
    const member = { identifiers, attributes: changed ?? attributes };
    return dropped === undefined ? { member } : { member, dropped };
  };
}

/** Who is to go is found by an identifier: what else is said of them counts for nothing. */
const identifiersOnly: FitMember = ({ identifiers }) => ({ member: { identifiers } });

/** What a vendor takes of any member in this write. @default it is taken as it is */
export function fitMemberOf(
  { attributes }: Pick<AnyAdapter, "attributes">,
  operation?: Capability | "plan",
): FitMember | undefined {
  return operation === "removeMembers" ? identifiersOnly : attributes && fitAttributes(attributes);
}
