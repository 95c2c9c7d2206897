/** Milliseconds. */
const units: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 7 * 86_400_000],
]);

/** Reads `90d`, `12h`, `30m`, `2w`: milliseconds, or `undefined` for what is none. */
export function parseDuration(text: string): number | undefined {
  const [, value = "", unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const milliseconds = Number(value) * (units.get(unit) ?? 0);
  return milliseconds === 0 ? undefined : milliseconds;
}
