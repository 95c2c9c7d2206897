import type { Lane } from "./paging.ts";

/** A page of one lane on its way to the caller. */
export interface Part<Item> {
  readonly lane: Lane<Item>;
  /** The lane's place among the providers. */
  readonly index: number;
  readonly items: readonly Item[];
}

/** Lets one reader sleep until a lane has moved; nothing piles up while a lane hangs. */
export interface Gate {
  /** A lane has moved. */
  open(): void;
  /** Rejects with the reason once the listing is aborted. */
  pass(): Promise<void>;
}

export function createGate(signal: AbortSignal): Gate {
  let moved = false;
  let wake: (() => void) | undefined;
  const open = (): void => {
    moved = true;
    wake?.();
  };
  signal.addEventListener("abort", open, { once: true });
  return {
    open,
    async pass() {
      signal.throwIfAborted();
      if (!moved) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      wake = undefined;
      moved = false;
      signal.throwIfAborted();
    },
  };
}

/** Takes the lane's page and has the next one asked for at once, so that waiting and consuming overlap. */
function handOver<Item>(lane: Lane<Item>, index: number): Part<Item> {
  const items = lane.take();
  lane.ask();
  return { lane, index, items };
}

/** One page of each lane in their order, then the next round: the same whatever the timing. */
export async function* inRounds<Item>(
  lanes: readonly Lane<Item>[],
  first: number,
  gate: Gate,
): AsyncGenerator<Part<Item>, void, undefined> {
  for (const lane of lanes) {
    lane.ask();
  }
  let turn = first;
  while (lanes.some((lane) => lane.phase !== "closed")) {
    const lane = lanes[turn % lanes.length];
    if (lane?.phase === "asking") {
      await gate.pass();
    } else {
      if (lane?.phase === "ready") {
        yield handOver(lane, turn % lanes.length);
      }
      turn += 1;
    }
  }
}

/** Pages as they come; of several that have come, in turn. */
export async function* asTheyArrive<Item>(
  lanes: readonly Lane<Item>[],
  first: number,
  gate: Gate,
): AsyncGenerator<Part<Item>, void, undefined> {
  for (const lane of lanes) {
    lane.ask();
  }
  let turn = first;
  for (;;) {
    const places = lanes.map((_, offset) => (turn + offset) % lanes.length);
    const index = places.find((place) => lanes[place]?.phase === "ready");
    const lane = index === undefined ? undefined : lanes[index];
    if (lane !== undefined && index !== undefined) {
      turn = index + 1;
      yield handOver(lane, index);
    } else if (lanes.some((other) => other.phase === "asking")) {
      await gate.pass();
    } else {
      return;
    }
  }
}
