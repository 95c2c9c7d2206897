import { readInput } from "./input.ts";
import type { Input } from "./input.ts";

/** What a variant measured, each figure under its name. */
export type Figures = Readonly<Record<string, number>>;

/** A variant's whole script: does the work in this process alone, tells the bench its figures, and leaves. */
export async function variant(work: (input: Input) => Promise<Figures>): Promise<void> {
  const figures = await work(readInput());
  process.send?.(figures, () => process.exit());
}

/** CPU time and wall time of some work, in ms: every thread of the process, garbage collection included. */
export async function timed(
  work: () => Promise<void>,
): Promise<{ readonly cpu: number; readonly wall: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, wall: performance.now() - started };
}

/** Bytes of live objects after a collection, typed arrays included; needs `--expose-gc`. */
export function liveMemory(): number {
  if (globalThis.gc === undefined) {
    throw new Error("liveMemory needs node --expose-gc");
  }
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The most memory that the process ever had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
