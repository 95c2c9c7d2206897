import type { PageRequest, ProviderPage } from "../../src/core/contract.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import type { LaneState } from "../../src/core/paging/lane-state.ts";
import { createLane } from "../../src/core/paging/paging.ts";
import { settle } from "../support/core-timing.ts";

export type Answer = ProviderPage<string> | Error;

/** A page of these keys, each its own item. */
export const page = (
  next: string | undefined,
  ...keys: readonly string[]
): ProviderPage<string> => ({
  items: keys,
  keys,
  more: next !== undefined,
  next,
});

/** A lane that goes on from a state and is given these answers, one after the other; nobody may abort it. */
export function laneFrom(from: Partial<LaneState>, ...answers: readonly Answer[]) {
  const asked: PageRequest[] = [];
  const noticed: unknown[] = [];
  let changes = 0;
  const lane = createLane<string>({
    provider: "one",
    operation: "list",
    pageSize: 10,
    exact: true,
    state: { ...freshLane, ...from },
    async ask(request, { onRequest }) {
      const answer = answers[asked.length] ?? new Error("nothing is left");
      asked.push(request);
      const answered = { attempt: 1, status: 200, duration: 1, requestId: null };
      onRequest?.({ provider: "one", operation: "list", method: "GET", url: "x", ...answered });
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    context: { provider: "one", operation: "list" },
    onChange: () => {
      changes += 1;
    },
    onDiagnostic: (diagnostic) => noticed.push(diagnostic),
  });
  return {
    lane,
    asked,
    noticed,
    changes: () => changes,
    /** Asks, and takes what came. */
    async turn(): Promise<readonly string[]> {
      lane.ask();
      await settle();
      return lane.take();
    },
  };
}
