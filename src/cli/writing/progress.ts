import type { Io } from "../io.ts";
import { createLine } from "../output/progress.ts";
import { counted, number } from "../output/text.ts";

/** How far a write is, in rows. */
export interface WriteState {
  readonly read: number;
  /** Taken by the vendor. */
  readonly written: number;
  /** How much of the file was read, 0 to 1, where it is known. */
  readonly fraction: number | undefined;
}

/** Before this, a rate says little; in ms. */
const settling = 1000;
const interval = 200;

/** In words, rounded up. */
export function duration(seconds: number): string {
  if (seconds < 90) {
    return `${Math.ceil(seconds)} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** One line on how far it is, how fast, and how long it still takes. @param elapsed in ms */
export function progressText({ read, written, fraction = 0 }: WriteState, elapsed: number): string {
  const whole = fraction >= 1;
  // A vendor that takes a whole file at once says nothing until then.
  if (whole && written === 0) {
    return `${counted(read, "row")} read, and the vendor is taking them in …`;
  }
  const [done, word] = written > 0 ? [written, "written"] : [read, "read"];
  const total = fraction > 0 ? Math.round(read / fraction) : undefined;
  const about = whole ? "" : "about ";
  const rows =
    total === undefined || total < done
      ? counted(done, "row")
      : `${number(done)} of ${about}${counted(total, "row")}`;
  if (elapsed < settling || done === 0) {
    return `${rows} ${word} …`;
  }
  const rate = done / (elapsed / 1000);
  const left =
    total === undefined || total <= done ? "" : `, about ${duration((total - done) / rate)} left`;
  return `${rows} ${word}, ${number(Math.round(rate))} a second${left} …`;
}

/** Shows on a terminal how far a write is, until it is stopped. */
export function watchWrite(io: Io, enabled: boolean, look: () => WriteState): () => void {
  if (!enabled || !io.stderr.isTTY) {
    return () => undefined;
  }
  const line = createLine(io, true);
  const begun = performance.now();
  const timer = setInterval(
    () => line.show(progressText(look(), performance.now() - begun)),
    interval,
  );
  return () => {
    clearInterval(timer);
    line.clear();
  };
}
