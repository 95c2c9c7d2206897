import type { Exchange } from "../kit/operations.ts";
import type { Random } from "../kit/random.ts";
import { signalOf } from "../kit/reception.ts";
import type { Detours } from "./detours.ts";
import type { Memory } from "./memory.ts";
import type { Run, Scene } from "./scene.ts";
import type { VendorShape } from "./shapes/shape.ts";

interface Setting extends Pick<Scene, "now" | "wait"> {
  readonly exchange: Exchange;
  readonly run: Run;
  readonly shape: VendorShape;
  readonly random: Random;
  readonly detours: Detours;
  readonly memory: Memory;
  readonly nextSerial: () => number;
}

/** What the faults of one rule find when a request comes in. */
export async function createScene({ exchange, run, shape, ...setting }: Setting): Promise<{
  readonly scene: Scene;
  /** What the answer has become. */
  readonly become: (answer: Response) => void;
}> {
  const { random, detours, memory, now, wait, nextSerial } = setting;
  const { cursor: cursorName, size: sizeName } = shape.query;
  const { operation } = exchange;
  const { codes, otherCode, failure } = shape.errors[operation] ?? shape.errors.api;
  let answer: Response | undefined;

  const scene: Scene = {
    exchange,
    shape,
    record: shape.records[operation] ?? shape.records.audience,
    signal: signalOf(exchange.request),
    now,
    wait,
    run,
    answer: async () => (answer ??= await run(exchange)),
    async ask({ cursor, size }) {
      return run({
        ...exchange,
        bookmark: cursor === undefined ? "none" : await detours.open(cursor),
        query(name) {
          if (name === cursorName) return cursor;
          return name === sizeName && size !== undefined ? String(size) : exchange.query(name);
        },
      });
    },
    failure: (status, code, message) =>
      failure(status, code ?? codes[status] ?? otherCode, message, random),
    sent: await detours.real(exchange.query(cursorName)),
    lead: (to, { looks = "", same = false } = {}) =>
      detours.lead(to, same ? 0 : nextSerial(), looks),
    earlier: memory.before(exchange),
  };
  const become = (other: Response): void => {
    answer = other;
  };
  return { scene, become };
}
