import { setImmediate } from "node:timers/promises";

import type { CallContext, PageRequest } from "../../src/core/adapter.ts";
import type { Vendor } from "./core-vendor.ts";

/** Lets everything happen that can happen without anybody from outside. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
  }
}

/** A vendor that answers when the test says so. */
export interface HeldVendor extends Vendor {
  /** Calls that wait for their answer. */
  readonly waiting: () => number;
  /** The most calls that ever waited at once. */
  readonly most: () => number;
  /** Answers the call that has waited longest, and lets what follows from it happen. */
  release(): Promise<void>;
  /** Answers every call at once from now on. */
  releaseAll(): Promise<void>;
}

/** Holds a vendor's answers back; it pays no heed to its signal. */
export function held(vendor: Vendor): HeldVendor {
  const queue: (() => void)[] = [];
  let open = false;
  let most = 0;
  return {
    ...vendor,
    async list(request: PageRequest, context: CallContext) {
      const answer = vendor.list(request, context);
      answer.catch(() => undefined);
      if (!open) {
        await new Promise<void>((resolve) => {
          queue.push(resolve);
          most = Math.max(most, queue.length);
        });
      }
      return answer;
    },
    waiting: () => queue.length,
    most: () => most,
    async release() {
      const next = queue.shift();
      if (next === undefined) {
        throw new Error("No call is waiting.");
      }
      next();
      await settle();
    },
    async releaseAll() {
      open = true;
      for (const next of queue.splice(0)) {
        next();
      }
      await settle();
    },
  };
}

/** What became of a promise so far. */
export interface Watched<Value> {
  readonly state: () => "pending" | "fulfilled" | "rejected";
  readonly value: () => Value | undefined;
  readonly reason: () => unknown;
}

/** Watches a promise without waiting for it. */
export function watch<Value>(promise: Promise<Value>): Watched<Value> {
  let state: "pending" | "fulfilled" | "rejected" = "pending";
  let value: Value | undefined;
  let reason: unknown;
  const wait = async (): Promise<void> => {
    try {
      value = await promise;
      state = "fulfilled";
    } catch (error) {
      reason = error;
      state = "rejected";
    }
  };
  void wait();
  return { state: () => state, value: () => value, reason: () => reason };
}
