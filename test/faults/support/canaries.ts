import { inspect } from "node:util";

/** A key with every character that some way of writing things down spells otherwise. */
export const canaryKey = `sk_Canary7Secret/+="'%41`;
export const canaryEmail = "canary.person@example.org";
export const canaryPhone = "+15550109987";

/** As a server's error might show them all. */
export const canaryText = `key ${canaryKey} of ${canaryEmail}, ${canaryPhone}`;

/** The part of each that no spelling changes; and the key as `Basic` authorization has it. */
const needles: Readonly<Record<string, string>> = {
  key: "Canary7Secret",
  "key in base64": btoa(canaryKey).slice(4, -4),
  "e-mail": "canary.person",
  phone: "5550109987",
};

/** Everything that a log, a console or a debugger could show of a value, of its causes and of what hangs on it. */
function everythingOf(value: unknown): string {
  const shown: string[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [value];
  for (const current of queue) {
    shown.push(String(current));
    if (typeof current !== "object" || current === null || seen.has(current)) {
      continue;
    }
    seen.add(current);
    shown.push(inspect(current, { depth: 10 }), JSON.stringify(current) ?? "");
    if (current instanceof Error) {
      shown.push(inspect(current, { depth: 10, showHidden: true, customInspect: false }));
      queue.push(...Reflect.ownKeys(current).map((name): unknown => Reflect.get(current, name)));
    }
  }
  return shown.join("\n");
}

/** Whatever is in a token, which is not encrypted. */
export function openToken(token: string | undefined): string {
  return Buffer.from(token?.split(".")[1] ?? "", "base64url").toString();
}

/** Which canaries are to be found in what was said. */
export function canariesIn(said: readonly unknown[]): readonly string[] {
  const text = said.map(everythingOf).join("\n");
  return Object.keys(needles).filter((name) => text.includes(needles[name] ?? ""));
}
