import { describe, expect, test } from "vitest";

import { tooLarge } from "../../src/core/http/body.ts";
import { AudienceError } from "../../src/core/errors.ts";
import { exchange } from "../../src/core/http/exchange.ts";
import type { Answer } from "../../src/core/http/exchange.ts";
import { errorOf, thrownBy } from "../support/core-read.ts";
import { listenersOf, reasons } from "../support/core-signal.ts";

const answer: Answer = { status: 200, headers: new Headers(), text: "{}" };

/** Runs one attempt; gives what it ends with and the signal that the attempt was sent with. */
function attempt(send: (signal: AbortSignal) => Promise<Answer>, signal?: AbortSignal) {
  let sent: AbortSignal | undefined;
  const ended = exchange(
    (given) => {
      sent = given;
      return send(given);
    },
    {
      context: { provider: "shop", operation: "list", signal },
      timeout: 10_000,
      maxBodyBytes: 7,
      scrub: (text) => text.replaceAll("canary", "[redacted]"),
    },
  );
  return { ended, sent: () => sent };
}

const never = (): Promise<Answer> => new Promise<never>(() => undefined);

describe("an attempt", () => {
  test("that is answered leaves its signal alone", async () => {
    const { signal } = new AbortController();
    const { ended, sent } = attempt(async () => answer, signal);
    expect(listenersOf(signal)).toBe(1);
    expect(await ended).toBe(answer);
    expect(sent()?.aborted).toBe(false);
    expect(listenersOf(signal)).toBe(0);
  });

  test("that fails closes what is still open", async () => {
    const { ended, sent } = attempt(() => Promise.reject(new Error("of the canary")));
    expect(await errorOf(() => ended)).toMatchObject({
      code: "network",
      message: "shop: list got no whole answer: of the [redacted]. Check the network and baseUrl.",
    });
    expect(sent()?.aborted).toBe(true);
  });

  test("whose answer is too long says so, and one that fails in our words keeps them", async () => {
    const { ended } = attempt(() => Promise.reject(tooLarge));
    expect((await errorOf(() => ended)).message).toContain("more than 7 bytes");
    const own = new AudienceError("rejected", "No.");
    expect(await thrownBy(() => attempt(() => Promise.reject(own)).ended)).toBe(own);
  });

  test.for(reasons)("is told %s, with which its caller aborts", async ([, reason]) => {
    const controller = new AbortController();
    const { ended, sent } = attempt(never, controller.signal);
    controller.abort(reason);
    expect(sent()?.reason).toBe(reason);
    expect(await thrownBy(() => ended)).toBe(reason);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("under a signal that is aborted is not made", async () => {
    const { ended, sent } = attempt(async () => answer, AbortSignal.abort("gone"));
    expect(await thrownBy(() => ended)).toBe("gone");
    expect(sent()).toBeUndefined();
  });
});
