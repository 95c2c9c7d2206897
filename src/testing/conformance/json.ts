type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path. */
export function valueAt(root: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((value: unknown, part) => (isObject(value) ? value[part] : undefined), root);
}

/** The list at a dotted path of a JSON text. */
export function listAt(text: string, path: string): readonly unknown[] {
  const list = valueAt(JSON.parse(text), path);
  if (!Array.isArray(list)) {
    throw new Error(`The fixture has no list at ${path}; correct shape.items.`);
  }
  return list;
}

/** A copy with another value at a path. */
export function withValue(root: unknown, parts: readonly string[], value: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) {
    return value;
  }
  return {
    ...(isObject(root) ? root : {}),
    [part]: withValue(isObject(root) ? root[part] : {}, rest, value),
  };
}

/** A JSON text with other values at some dotted paths; `undefined` leaves a field out. */
export function edited(text: string, changes: Readonly<Record<string, unknown>>): string {
  const root: unknown = JSON.parse(text);
  const changed = Object.entries(changes).reduce(
    (left, [path, value]) => withValue(left, path.split("."), value),
    root,
  );
  return JSON.stringify(changed);
}

/** The same value with every text in it changed. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, change));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]))
    : value;
}

/** Spoils everything that can be reached from a value. */
export function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) {
    return;
  }
  for (const name of Object.keys(value)) {
    spoil(Reflect.get(value, name));
    Reflect.set(value, name, "spoiled");
  }
}
