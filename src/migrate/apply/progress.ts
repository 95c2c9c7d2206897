/** Where a migration stands. */
export interface MigrationProgress {
  readonly run: string;
  readonly phase: "checking" | "creating" | "writing" | "waiting" | "done";
  /** Members that the vendor has taken. */
  readonly written: number;
  /** Members of the plan. */
  readonly members: number;
  /** Members a second, over this process' time; `null` = nothing is known yet. */
  readonly rate: number | null;
  /** Until all are written, at this rate, in ms; `null` = nothing is known yet. */
  readonly remaining: number | null;
}

export interface Progress {
  enter(phase: MigrationProgress["phase"]): void;
  /** Members that were done before this process. */
  begin(done: number): void;
  /** Members that the vendor has taken from this process. */
  wrote(count: number): void;
}

export function createProgress(
  run: string,
  members: number,
  now: () => number,
  onProgress: ((progress: MigrationProgress) => void) | undefined,
): Progress {
  let phase: MigrationProgress["phase"] = "checking";
  let before = 0;
  let count = 0;
  let since = now();
  const tell = (): void => {
    const elapsed = now() - since;
    const rate = count > 0 && elapsed > 0 ? (count / elapsed) * 1000 : null;
    const written = Math.min(before + count, members);
    const remaining = rate === null ? null : ((members - written) / rate) * 1000;
    onProgress?.({ run, phase, written, members, rate, remaining });
  };
  return {
    enter(next) {
      phase = next;
      tell();
    },
    begin(done) {
      before = done;
      count = 0;
      since = now();
    },
    wrote(written) {
      count = written;
      tell();
    },
  };
}
