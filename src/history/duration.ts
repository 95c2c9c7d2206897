const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Reads `90d`, `12h`, `30m`, `2w`: milliseconds, or `undefined` for what is none. */
export function parseDuration(text: string): number | undefined {
  const [, value, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const factor = units[unit ?? ""];
  return value === undefined || factor === undefined || Number(value) === 0
    ? undefined
    : Number(value) * factor;
}
