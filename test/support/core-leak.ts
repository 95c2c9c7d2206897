import { inspect } from "node:util";

/** Everything that an error shows of itself and of its causes, by any door. */
export function everythingOf(value: unknown): string {
  const shown = [
    inspect(value, { depth: 10 }),
    inspect(value, { depth: 10, showHidden: true, getters: true, customInspect: false }),
    String(value),
    JSON.stringify(value),
  ];
  if (value instanceof Error) {
    const causes = "causes" in value && Array.isArray(value.causes) ? value.causes : [];
    const report = "report" in value ? value.report : undefined;
    shown.push(value.message, value.stack ?? "", JSON.stringify(report));
    for (const cause of [value.cause, ...causes]) {
      shown.push(cause === undefined ? "" : everythingOf(cause));
    }
  }
  return shown.join("\n");
}

/** `%2F` as `%2f`. */
export const smallEscapes = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%../g, (byte) => byte.toLowerCase());

/** The spellings of a secret that show in a text. */
export function leaksOf(secret: string, shown: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    smallEscapes(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.slice(0, -4),
  ].filter((spelling) => shown.includes(spelling));
}
