import type { AttributeRule, AttributeRules } from "../attribute-rules.ts";
import type { AnyAdapter } from "../contract.ts";
import type { AttributeValue, MemberInput } from "../model.ts";
import type { Fit } from "./contract.ts";

/** What is known of one name. */
interface Known {
  readonly rule: AttributeRule | undefined;
  readonly same: string;
}

/** Kept at the most: a list has some ten of them, and one that has a name for everybody is not to fill the memory. */
const maximumKnown = 1000;
const none: Readonly<Record<string, AttributeValue>> = {};

/** Remembers what the rules say of a name: the same ones come with every member. */
function rememberingRules({ ruleOf, sameAs }: AttributeRules): (name: string) => Known {
  const known = new Map<string, Known>();
  return (name) => {
    const remembered = known.get(name);
    if (remembered !== undefined) {
      return remembered;
    }
    const fresh = { rule: ruleOf(name), same: sameAs?.(name) ?? name };
    if (known.size < maximumKnown) {
      known.set(name, fresh);
    }
    return fresh;
  };
}

/** The first of some fields, each set as what it is: `__proto__` is a name like any other. */
function firstOf(
  attributes: Readonly<Record<string, AttributeValue>>,
  names: readonly string[],
  count: number,
): Record<string, AttributeValue> {
  return Object.fromEntries(names.slice(0, count).map((name) => [name, attributes[name] ?? null]));
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
    const names = Object.keys(attributes);
    let count = 0;
    let dropped: string[] | undefined;
    /** Made where the attributes cannot go as they are; most can. */
    let changed: Record<string, AttributeValue> | undefined;
    let seen: Set<string> | undefined;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? "";
      const value = attributes[name] ?? null;
      const { rule, same } = knownOf(name);
      // Two names can only be the same where one of them is not written as it is meant.
      if (same !== name && seen === undefined) {
        const before = Object.keys(changed ?? firstOf(attributes, names, index));
        seen = new Set(before.map((other) => knownOf(other).same));
      }
      const silent = value === null || value === "";
      const fitting = silent || seen?.has(same) === true ? undefined : rule?.(value);
      if (fitting !== value) {
        changed ??= firstOf(attributes, names, index);
      }
      if (fitting !== undefined) {
        count += 1;
        seen?.add(same);
        if (changed !== undefined) {
          Object.defineProperty(changed, name, { value: fitting, enumerable: true });
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

/** What a vendor takes of any member. @default it is taken as it is */
export function fitMemberOf({ attributes }: Pick<AnyAdapter, "attributes">): FitMember | undefined {
  return attributes && fitAttributes(attributes);
}
