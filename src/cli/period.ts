import { InvalidArgumentError } from "@commander-js/extra-typings";

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Takes `7d`, `12h`, `30m`, `2w` and gives milliseconds. */
export function period(text: string): number {
  const [, value, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const milliseconds = Number(value) * (units[unit ?? ""] ?? Number.NaN);
  if (!(milliseconds > 0)) {
    throw new InvalidArgumentError("It must be a period such as 7d, 12h or 30m.");
  }
  return milliseconds;
}
