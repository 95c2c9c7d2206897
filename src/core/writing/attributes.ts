import type { AttributeValue } from "../model.ts";

/** Sets a value under any name; one called `__proto__` is a name like the others. */
export function setAttribute(
  attributes: Record<string, AttributeValue>,
  name: string,
  value: AttributeValue,
): void {
  if (name === "__proto__") {
    Object.defineProperty(attributes, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    attributes[name] = value;
  }
}

/** The value of a name that the attributes have themselves; `null` = they have none. */
export function attributeOf(
  attributes: Readonly<Record<string, AttributeValue>> | undefined,
  name: string,
): AttributeValue {
  return attributes !== undefined && Object.hasOwn(attributes, name)
    ? (attributes[name] ?? null)
    : null;
}
