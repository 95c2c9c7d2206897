import type { Lane } from "./paging.ts";

/** `rounds`: one page of each lane in their order, then the next round; `arrival`: pages as they come. */
export type ListOrder = "rounds" | "arrival";

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
  /** Throws the reason once the listing is aborted. */
  check(): void;
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
      if (!moved) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      wake = undefined;
      moved = false;
      signal.throwIfAborted();
    },
    check: () => signal.throwIfAborted(),
  };
}

/** Takes the lane's page and has the next one asked for at once, so that waiting and consuming overlap. */
function handOver<Item>(lane: Lane<Item>, index: number): Part<Item> {
  const items = lane.take();
  lane.ask();
  return { lane, index, items };
}

/** Whose page may be handed over next. */
const mayBeNext: Readonly<Record<ListOrder, (lane: Pick<Lane<unknown>, "phase">) => boolean>> = {
  // Each in its turn, also one that is still waited for: the same order whatever the timing.
  rounds: ({ phase }) => phase !== "closed",
  arrival: ({ phase }) => phase === "ready",
};

/** Of the lanes that may be next the first in turn; `undefined` = there is none. */
function nextPlace<Item>(
  lanes: readonly Lane<Item>[],
  turn: number,
  order: ListOrder,
): number | undefined {
  for (let offset = 0; offset < lanes.length; offset += 1) {
    const place = (turn + offset) % lanes.length;
    const lane = lanes[place];
    if (lane !== undefined && mayBeNext[order](lane)) {
      return place;
    }
  }
  return undefined;
}

export interface MergeSetup<Item> {
  readonly lanes: readonly Lane<Item>[];
  readonly order: ListOrder;
  /** Whose turn it is. */
  readonly first: number;
  readonly gate: Gate;
  /** A page is about to reach the caller. */
  readonly onPart: (part: Part<Item>) => void;
}

/** The pages of all lanes. Told of by a call: one more generator around this one would wait for every page again. */
export async function* merge<Item>({
  lanes,
  order,
  first,
  gate,
  onPart,
}: MergeSetup<Item>): AsyncGenerator<Part<Item>, void, undefined> {
  for (const lane of lanes) {
    lane.ask();
  }
  let turn = first;
  for (;;) {
    const place = nextPlace(lanes, turn, order);
    const lane = place === undefined ? undefined : lanes[place];
    if (lane?.phase === "ready" && place !== undefined) {
      turn = place + 1;
      const part = handOver(lane, place);
      gate.check();
      onPart(part);
      yield part;
    } else if (lanes.some(({ phase }) => phase !== "closed")) {
      await gate.pass();
    } else {
      gate.check();
      return;
    }
  }
}
