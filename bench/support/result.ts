import { median } from "./compare.ts";

interface Result {
  /** What the library reached, as a multiple of its reference. */
  readonly ratio: number;
  /** What is aimed at. */
  readonly limit: number;
  /** Above this the bench fails; between the two lies the noise of a shared machine. @default the limit */
  readonly gate?: number | undefined;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Four figures that count, without an exponent. */
export function brief(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

/** The middle and the ends of what was measured, for a person's eye. */
export function spread(name: string, values: readonly number[], unit = ""): void {
  const ends = `${brief(Math.min(...values))} to ${brief(Math.max(...values))}`;
  say(`  ${name}: ${brief(median(values))}${unit} (${ends}, ${values.length} runs)`);
}

/** Prints the last lines of a bench, and fails it where a gate is passed. */
export function conclude(results: Readonly<Record<string, Result>>): void {
  for (const [name, { ratio, limit, gate = limit }] of Object.entries(results)) {
    if (!(ratio <= gate)) {
      process.exitCode = 1;
    }
    say(`${name} ratio ${Number(ratio.toFixed(3))} (limit ${limit})`);
  }
}
