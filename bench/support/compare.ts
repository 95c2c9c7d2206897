import { run } from "./child.ts";
import type { Variant } from "./child.ts";
import type { Figures } from "./variant.ts";

/** Runs of every variant; `BENCH_REPETITIONS=1` is for a quick look, and proves nothing. @default 7 */
export const repetitions: number = Number(process.env["BENCH_REPETITIONS"] ?? 7);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** What every variant measured, repetition by repetition. */
export interface Comparison<Name extends string> {
  of(name: Name, figure: string): readonly number[];
  /** One variant's figure as a multiple of another's, each within its own repetition. */
  ratios(figure: string, name: Name, reference: Name): readonly number[];
}

/** Runs all variants, each in a fresh process and in random order, again and again. */
export async function compare<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
): Promise<Comparison<Name>> {
  const done: ReadonlyMap<string, Figures>[] = [];
  while (done.length < repetitions) {
    const measured = new Map<string, Figures>();
    for (const [name, variant] of shuffled(Object.entries<Variant>(variants))) {
      measured.set(name, await run(variant));
    }
    done.push(measured);
  }
  const of = (name: Name, figure: string): readonly number[] =>
    done.map((measured) => measured.get(name)?.[figure] ?? Number.NaN);
  return {
    of,
    ratios(figure, name, reference) {
      const base = of(reference, figure);
      return of(name, figure).map((value, index) => value / (base[index] ?? Number.NaN));
    },
  };
}
