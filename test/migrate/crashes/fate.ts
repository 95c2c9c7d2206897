/** What can strike a process, at one of the instants it goes through. */
export type Stroke =
  /** It is gone, and nothing of it goes on. */
  | "kill"
  /** A request is broken off; the vendor may have heard it or not. */
  | "drop"
  /** The disk takes nothing more. */
  | "full"
  /** It was told to stop. */
  | "abort";

export const strokes: readonly [Stroke, ...Stroke[]] = ["kill", "drop", "full", "abort"];

export interface Fate {
  /** Counting from 0; `undefined` = it is left in peace. */
  readonly at?: number | undefined;
  readonly stroke?: Stroke | undefined;
}

export type Instant = "before request" | "after request" | "before commit" | "after commit";

/** One process, as far as it is watched. */
export interface Life {
  /** Resolves when it was killed. */
  readonly killed: Promise<void>;
  readonly signal: AbortSignal;
  isDead(): boolean;
  /** Goes through an instant; what strikes there is thrown, or nothing ever comes back. */
  pass(instant: Instant): Promise<void>;
  /** How many instants there were so far. */
  count(): number;
}

const forever = (): Promise<never> => new Promise(() => undefined);
const aims: Readonly<Record<Exclude<Stroke, "kill" | "abort">, string>> = {
  drop: "request",
  full: "before commit",
};

const isAimed = (stroke: Stroke): stroke is keyof typeof aims => Object.hasOwn(aims, stroke);

/** The disk says so as SQLite does. */
export const diskFull = (): Error =>
  Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });

export function createLife({ at, stroke = "kill" }: Fate): Life {
  const controller = new AbortController();
  let count = 0;
  let dead = false;
  let due = false;
  let die: (() => void) | undefined;
  const killed = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    killed,
    signal: controller.signal,
    isDead: () => dead,
    count: () => count,
    async pass(instant) {
      if (dead) {
        await forever();
      }
      due ||= count === at;
      count += 1;
      if (!due || (isAimed(stroke) && !instant.includes(aims[stroke]))) {
        return; // what is aimed strikes at the next instant of its kind
      }
      due = false;
      if (stroke === "kill") {
        dead = true;
        die?.();
        await forever();
      }
      if (stroke === "abort") {
        controller.abort(new Error("stopped"));
        return;
      }
      throw stroke === "full" ? diskFull() : new TypeError("fetch failed");
    },
  };
}
