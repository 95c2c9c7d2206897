import type { MigrationProgress, PlanProgress } from "../../migrate/index.ts";
import type { Io } from "../io.ts";
import { createLine } from "../output/progress.ts";
import type { Line } from "../output/progress.ts";
import { counted, number } from "../output/text.ts";
import { duration } from "../writing/progress.ts";
import type { MigrateOptions } from "./options.ts";

/** Shown so often at the most, in ms. */
const interval = 200;

/** One line on how far reading is, how fast, and how long it still takes. @param elapsed in ms */
function planProgressText({ read, expected }: PlanProgress, elapsed: number): string {
  const known = expected !== null && expected >= read;
  const members = known
    ? `${number(read)} of ${counted(expected, "member")}`
    : counted(read, "member");
  if (elapsed < 1000 || read === 0) {
    return `${members} read …`;
  }
  const rate = read / (elapsed / 1000);
  const left = known && expected > read ? `, about ${duration((expected - read) / rate)} left` : "";
  return `${members} read, ${number(Math.round(rate))} a second${left} …`;
}

const phases: Readonly<Record<MigrationProgress["phase"], string>> = {
  checking: "looking whether the source and the target are as they were",
  creating: "making the audience",
  writing: "writing",
  waiting: "written; the vendor is taking them in",
  done: "done",
};

function applyProgressText(progress: MigrationProgress): string {
  const { phase, written, members, rate, remaining } = progress;
  if (phase !== "writing") {
    return `${phases[phase]} …`;
  }
  const pace = rate === null ? "" : `, ${number(Math.round(rate))} a second`;
  const left = remaining === null ? "" : `, about ${duration(remaining / 1000)} left`;
  return `${number(written)} of ${counted(members, "member")} written${pace}${left} …`;
}

export interface Watch {
  planning(progress: PlanProgress): void;
  applying(progress: MigrationProgress): void;
  clear(): void;
}

/** Shows on a terminal how far it is. */
export function createWatch(options: MigrateOptions, io: Io): Watch {
  const line: Line = createLine(io, options.verbose !== true);
  const begun = performance.now();
  let shown = -interval;
  const show = (text: () => string): void => {
    const elapsed = performance.now() - begun;
    if (elapsed - shown >= interval) {
      shown = elapsed;
      line.show(text());
    }
  };
  return {
    planning: (progress) => show(() => planProgressText(progress, performance.now() - begun)),
    applying: (progress) => show(() => applyProgressText(progress)),
    clear: line.clear,
  };
}
