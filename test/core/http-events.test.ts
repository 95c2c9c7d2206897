import { subscribe, unsubscribe } from "node:diagnostics_channel";

import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { CallContext } from "../../src/core/call-context.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { path } from "../../src/core/url.ts";
import { errorOf, idsOf } from "../support/core-read.ts";
import { client, inTurn, json, lost, refused } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";
import { watchRejections } from "../support/core-signal.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

watchRejections();

/** An adapter over HTTP of one page with one audience. */
function adapterOf(reply: Reply) {
  const asked = client(reply);
  const fetchIt = (context: CallContext): Promise<unknown> =>
    asked.http.json({ path: path`things/${"a/b"}`, query: { cursor: "hidden" } }, context);
  const adapter = {
    ...scripted(),
    async list(_request, context) {
      await fetchIt(context);
      return { items: [recordOf("a1")], more: false, next: undefined };
    },
    async get(id, context) {
      await fetchIt(context);
      return recordOf(id);
    },
  } satisfies Adapter<{ readonly id: string }>;
  return { adapter, time: asked.time };
}

describe("onRequest", () => {
  test("tells of every attempt: where, what came, how long; without query, header or body", async () => {
    const { adapter, time } = adapterOf(
      inTurn(
        (request) => {
          time.pass(40);
          return refused(503, { "x-request-id": "r1" })(request);
        },
        lost(),
        json({}, { headers: { "x-request-id": "r3" } }),
      ),
    );
    const events: unknown[] = [];
    await createAudiences({ one: adapter }, { onRequest: (event) => events.push(event) })
      .list()
      .toArray();
    const same = {
      provider: "one",
      operation: "list",
      method: "GET",
      url: "https://api.acme.test/v1/things/a%2Fb",
    };
    expect(events).toEqual([
      { ...same, attempt: 1, status: 503, duration: 40, requestId: "r1" },
      { ...same, attempt: 2, status: null, duration: 0, requestId: null },
      { ...same, attempt: 3, status: 200, duration: 0, requestId: "r3" },
    ]);
  });

  test("counts into the report what was sent, repeats included", async () => {
    const { adapter } = adapterOf(inTurn(refused(503), refused(503), json({})));
    const { report } = await createAudiences({ one: adapter }).list().collect();
    expect(report.providers["one"]?.requests).toBe(3);
  });
});

describe("onRetry", () => {
  test("tells of every failed attempt that is repeated, before the wait", async () => {
    const { adapter } = adapterOf(
      inTurn(refused(503), lost(), refused(429, { "retry-after": "3" }), json({})),
    );
    const events: unknown[] = [];
    const audiences = createAudiences({ one: adapter }, { onRetry: (event) => events.push(event) });
    await audiences.get({ provider: "one", id: "a1" });
    const same = { provider: "one", operation: "get" };
    expect(events).toEqual([
      { ...same, attempt: 1, delay: 250, code: "unavailable", status: 503 },
      { ...same, attempt: 2, delay: 500, code: "network", status: null },
      { ...same, attempt: 3, delay: 3000, code: "rate_limited", status: 429 },
    ]);
  });

  test("does not tell of one that is not", async () => {
    const { adapter } = adapterOf(refused(404));
    const events: unknown[] = [];
    const audiences = createAudiences({ one: adapter }, { onRetry: (event) => events.push(event) });
    await errorOf(() => audiences.get({ provider: "one", id: "a1" }));
    expect(events).toEqual([]);
  });
});

/** A vendor of two pages, with things to be noticed. */
const noticeable = () => ({
  ...scripted(),
  async list({ cursor }: { readonly cursor: string | undefined }) {
    const note = { code: "unknown_word", path: "data[].status", message: "holds x" } as const;
    return cursor === undefined
      ? { items: [recordOf("a1"), recordOf("a2")], more: true, next: "c", notes: [note, note] }
      : { items: [recordOf("a2"), recordOf("a3")], more: false, next: undefined, notes: [note] };
  },
});

describe("onPage and onDiagnostic", () => {
  test("tell of each page handed over, and of each thing noticed the first time", async () => {
    const events: unknown[] = [];
    const tell = (event: unknown): void => {
      events.push(event);
    };
    await createAudiences({ one: noticeable() }, { onPage: tell, onDiagnostic: tell })
      .list()
      .toArray();
    const same = { provider: "one", operation: "list" };
    expect(events).toEqual([
      { ...same, code: "unknown_word", path: "data[].status", message: "holds x", count: 1 },
      { ...same, items: 2, more: true },
      { ...same, items: 1, more: false },
    ]);
  });

  test("are in Node told to diagnostics_channel as well, with all that the hooks are told", async () => {
    const seen: unknown[] = [];
    const heard: unknown[] = [];
    const listener = (message: unknown, name: string | symbol): void => {
      seen.push([name, message]);
    };
    const channels = ["request", "page", "retry", "diagnostic"].map(
      (name) => `audiencekit:${name}`,
    );
    const hear =
      (name: string) =>
      (event: unknown): void => {
        heard.push([`audiencekit:${name}`, event]);
      };
    const hooks = {
      onRequest: hear("request"),
      onPage: hear("page"),
      onRetry: hear("retry"),
      onDiagnostic: hear("diagnostic"),
    };
    const { adapter } = adapterOf(inTurn(refused(503), json({})));
    const audiences = createAudiences({ one: adapter, two: noticeable() }, hooks);
    await audiences.list({ providers: ["one"] }).toArray(); // while nobody listens there
    const before = heard.length;
    for (const channel of channels) {
      subscribe(channel, listener);
    }
    await audiences.list().toArray();
    for (const channel of channels) {
      unsubscribe(channel, listener);
    }
    expect(seen).toEqual(heard.slice(before));
    expect(new Set(heard.flat().filter((name) => typeof name === "string"))).toEqual(
      new Set(channels),
    );
  });

  test("tell of what is noticed on a single audience, too", async () => {
    const events: unknown[] = [];
    const one = {
      ...scripted(),
      async get(id, { onNote }) {
        onNote?.("unknown_word", "data.status", "holds x");
        return recordOf(id);
      },
    } satisfies Adapter;
    const audiences = createAudiences({ one }, { onDiagnostic: (event) => events.push(event) });
    await audiences.get({ provider: "one", id: "a1" });
    expect(events).toEqual([
      {
        provider: "one",
        operation: "get",
        code: "unknown_word",
        path: "data.status",
        message: "holds x",
        count: 1,
      },
    ]);
  });
});

const throwing = (): never => {
  throw new Error("the hook's fault");
};
const rejecting = async (): Promise<void> => {
  throw new Error("the hook's fault, later");
};

describe("a hook's own fault", () => {
  test.each<readonly [string, () => void]>([
    ["throws", throwing],
    ["rejects", rejecting],
  ])("changes nothing where it %s", async (_words, hook) => {
    const hooks = { onRequest: hook, onPage: hook, onRetry: hook, onDiagnostic: hook };
    const { adapter } = adapterOf(inTurn(refused(503), json({})));
    const audiences = createAudiences(
      { one: adapter, two: scripted({ ids: ["b1"], total: 9 }) },
      hooks,
    );
    const { items, report } = await audiences.list().collect();
    expect(idsOf(items)).toEqual(["a1", "b1"]);
    expect(report.complete).toBe(true);
  });
});
