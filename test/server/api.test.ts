import { readFile } from "node:fs/promises";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import {
  audienceDetailModel,
  audiencesModel,
  changesModel,
  errorModel,
  migrationsModel,
  providerSeriesModel,
  providersModel,
  seriesModel,
} from "../../src/server/model.ts";
import type { MigrationView } from "../../src/server/index.ts";
import { at, people } from "../history/support/world.ts";
import { served } from "./support/served.ts";
import type { Served } from "./support/served.ts";

const iso = (days: number): string => new Date(at(days)).toISOString();

/** What the API answers, checked against the model that the document is made from. */
async function read<Model extends z.ZodType>(
  { ask }: Served,
  path: string,
  model: Model,
): Promise<z.infer<Model>> {
  const answer = await ask(`/api/v1/${path}`);
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/json"]);
  return model.parse(answer.json());
}

const names = async (it: Served, query: string): Promise<readonly string[]> =>
  (await read(it, `audiences?${query}`, audiencesModel)).items.map(({ name }) => name);

test("/providers: how fresh and how complete each one is, also one that was never asked", async () => {
  const it = await served({ providers: [{ name: "push", vendor: "batch" }] });
  const none = { ready: 0, processing: 0, partial: 0, failed: 0, unknown: 0 };
  expect(await read(it, "providers", providersModel)).toEqual({
    items: [
      {
        name: "shop",
        vendor: "whop",
        state: "complete",
        takenAt: iso(8),
        completeAt: iso(8),
        staleAt: iso(9.5),
        audiences: 2,
        statuses: { ...none, ready: 1, failed: 1 },
        error: null,
      },
      {
        name: "leads",
        vendor: "sonarly",
        state: "failed",
        takenAt: iso(8),
        completeAt: iso(7),
        staleAt: iso(8.5),
        audiences: 1,
        statuses: { ...none, ready: 1 },
        error: "It is down.",
      },
      {
        name: "push",
        vendor: "batch",
        state: "never",
        takenAt: null,
        completeAt: null,
        staleAt: null,
        audiences: 0,
        statuses: none,
        error: null,
      },
    ],
    generatedAt: new Date(at(8) + 1000).toISOString(),
  });
});

test("/providers says from when on each is old, by the server's own limit", async () => {
  const it = await served({ staleAfter: 3_600_000 });
  const { items } = await read(it, "providers", providersModel);
  expect(items.map(({ staleAt }) => staleAt)).toEqual([iso(8 + 1 / 24), iso(7 + 1 / 24)]);
});

describe("/audiences", () => {
  test("gives those that there are, with growth, match rate and trend, and marks what is old", async () => {
    const it = await served();
    const { items, total, continuationToken } = await read(it, "audiences", audiencesModel);
    expect([total, continuationToken]).toEqual([3, null]);
    expect(items.map(({ id, stale, seenAt }) => [id, stale, seenAt])).toEqual([
      ["broken", false, iso(8)],
      ["a/b ?#", true, iso(7)],
      ["vip", false, iso(8)],
    ]);
    expect(items[2]).toMatchObject({
      provider: "shop",
      vendor: "whop",
      size: { value: 180, unit: "people" },
      matchRate: 40 / 180,
      growth: 70,
      trend: [100, 110, 120, 130, 140, 150, 160, 170, 180],
      updatedAt: iso(8),
    });
    expect(items[1]).toMatchObject({ size: null, matchRate: null, growth: null });
    expect(items[1]?.trend.at(-1)).toBeNull();
  });

  test("is old as a whole when nobody took a snapshot for long", async () => {
    const it = await served({ now: () => at(20) });
    const { items } = await read(it, "audiences", audiencesModel);
    expect(items.map(({ stale }) => stale)).toEqual([true, true, true]);
  });

  test.for([
    ["provider=leads", ["été 10"]],
    ["status=failed", ["Broken"]],
    ["search=vI", ["VIP"]],
    ["search=%C3%89T%C3%89%2010", ["été 10"]],
    ["search=e%CC%81te%CC%81", ["été 10"]],
    ["search=a/b", ["été 10"]],
    ["search=nothing", []],
    ["order=descending", ["VIP", "été 10", "Broken"]],
    ["sort=size&order=descending", ["VIP", "Broken", "été 10"]],
    ["sort=size", ["VIP", "Broken", "été 10"]],
    ["sort=updated", ["VIP", "Broken", "été 10"]],
    ["sort=status", ["Broken", "VIP", "été 10"]],
    ["sort=provider", ["été 10", "VIP", "Broken"]],
    ["sort=growth", ["VIP", "Broken", "été 10"]],
    ["sort=matched", ["VIP", "Broken", "été 10"]],
  ] as const)("%s", async ([query, expected]) => {
    expect(await names(await served(), query)).toEqual(expected);
  });

  test("is read page by page, each audience once, also while snapshots come in between", async () => {
    const list = Array.from({ length: 25 }, (_, index) => ({
      id: `a${index}`,
      name: `N ${index}`,
    }));
    const it = await served({}, [{ shop: { audiences: list } }]);
    const seen: string[] = [];
    let query = "size=4";
    for (let page = 0; page < 20; page += 1) {
      const { items, continuationToken } = await read(it, `audiences?${query}`, audiencesModel);
      seen.push(...items.map(({ id }) => id));
      if (continuationToken === null) {
        break;
      }
      query = `size=4&continuationToken=${encodeURIComponent(continuationToken)}`;
      if (page === 2) {
        const more = [{ id: "first", name: "A" }, ...list, { id: "last", name: "Z" }];
        await it.world.take(1, { shop: { audiences: more } });
        await it.server.refresh();
      }
    }
    expect(seen).toEqual([...list.map(({ id }) => id), "last"]);
  });
});

describe("/audiences/{provider}/{id}", () => {
  test("gives all that is known, the vendor's record with it", async () => {
    const it = await served();
    const audience = await read(it, "audiences/shop/vip", audienceDetailModel);
    expect(audience).toMatchObject({ id: "vip", firstSeenAt: iso(0), vanishedAt: null });
    expect(audience.raw).toMatchObject({ id: "vip", size: { value: 180 } });
    const odd = await read(
      it,
      `audiences/leads/${encodeURIComponent("a/b ?#")}`,
      audienceDetailModel,
    );
    expect(odd.name).toBe("été 10");
  });

  test("knows one that has vanished, and when", async () => {
    const it = await served();
    const audience = await read(it, "audiences/shop/old", audienceDetailModel);
    expect(audience).toMatchObject({ vanishedAt: iso(5), stale: true, raw: null });
  });
});

test("/series: an audience over time, or its provider", async () => {
  const it = await served();
  const series = await read(it, "series?provider=shop&id=vip&since=2d", seriesModel);
  expect(series).toEqual({
    unit: "people",
    points: [170, 180].map((size, index) => ({
      at: iso(7 + index),
      size,
      matched: 40,
      gap: false,
    })),
  });
  const { points } = await read(it, "series?provider=leads&since=2d", providerSeriesModel);
  expect(points).toEqual([
    { at: iso(7), audiences: 1, complete: true },
    { at: iso(8), audiences: null, complete: false },
  ]);
});

test("/changes: since a moment, filtered, page by page, or every step", async () => {
  const it = await served();
  const all = await read(it, "changes", changesModel);
  expect(all.items.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["grown vip", "vanished old"]);
  expect(all.items[0]).toEqual({
    at: iso(8),
    kind: "grown",
    provider: "shop",
    id: "vip",
    name: "VIP",
    before: 110,
    after: 180,
    unit: "people",
  });
  const gone = await read(it, "changes?kind=vanished&provider=shop&id=old", changesModel);
  expect(gone.items).toHaveLength(1);
  const first = await read(it, "changes?steps=true&size=3", changesModel);
  expect(first.items.map(({ after }) => after)).toEqual([180, 170, 160]);
  const rest = await read(
    it,
    `changes?steps=true&size=3&continuationToken=${first.continuationToken}`,
    changesModel,
  );
  expect(rest.items.map(({ after }) => after)).toEqual([150, null, 140]);
});

test("/migrations and /events: what is new is told while it happens", async () => {
  const migration: MigrationView = {
    id: "m1",
    state: "applying",
    from: "leads:VIP",
    to: "shop:VIP",
    read: 10,
    carried: 8,
    written: 2,
    startedAt: iso(8),
    updatedAt: iso(8),
  };
  let migrations: readonly MigrationView[] = [migration];
  const it = await served({ migrations: { list: async () => migrations } });
  expect(await read(it, "migrations", migrationsModel)).toEqual({ items: [migration] });
  const leaving = new AbortController();
  const response = await fetch(`${it.server.origin}/api/v1/events`, { signal: leaving.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async (part: string): Promise<void> => {
    while (!heard.includes(part)) {
      heard += (await reader?.read())?.value ?? "";
    }
  };
  await hear("event: ping");
  migrations = [{ ...migration, written: 5 }];
  await it.world.take(9, { shop: { audiences: [{ id: "vip", size: people(1) }] } });
  await it.server.refresh();
  await hear('"written":5');
  expect(heard).toContain(`event: snapshot\ndata: {"id":10,"takenAt":"${iso(9)}"}`);
  expect(heard.match(/event: migration/g)).toHaveLength(1);
  await it.server.refresh();
  leaving.abort();
  const { items } = await read(it, "audiences?search=vip", audiencesModel);
  expect(items[0]?.size?.value).toBe(1);
});

test("/migrations of the store: what their ledgers say, and whether anybody is at work on them", async () => {
  const it = await served();
  const { database } = it.world.store;
  const run = {
    inputs: "",
    label: "leads:VIP → shop",
    salt: "",
    plan: JSON.stringify({
      members: 9,
      summary: { read: 12, carried: 8, carriedWithLoss: 1, notCarried: 3 },
    }),
    tally: null,
    continuation: null,
    updated_at: at(8),
  };
  const step = {
    run: "stopped",
    phase: "apply",
    kind: "part",
    idempotency_key: "",
    started_at: at(8),
    ended_at: at(8),
  };
  const members = JSON.stringify({ members: 4 });
  await database
    .insertInto("migration_runs")
    .values([
      { ...run, id: "planning", state: "planning", plan: null, created_at: iso(1) },
      { ...run, id: "stopped", state: "applying", created_at: iso(2) },
      { ...run, id: "busy", state: "applying", created_at: iso(3) },
      { ...run, id: "done", state: "applied", created_at: iso(4) },
      { ...run, id: "odd", state: "forgotten", plan: "{", label: "odd", created_at: iso(5) },
    ])
    .execute();
  await database
    .insertInto("migration_steps")
    .values([
      { ...step, number: 1, state: "done", detail: members },
      { ...step, number: 2, state: "intent", detail: members },
    ])
    .execute();
  await database
    .insertInto("leases")
    .values({
      name: "busy",
      holder: "",
      host: "",
      pid: 1,
      started: "",
      expires_at: Number.MAX_SAFE_INTEGER,
    })
    .execute();
  await it.server.refresh();
  const { items } = await read(it, "migrations", migrationsModel);
  expect(
    items.map(({ id, state, read: all, carried, written }) => [id, state, all, carried, written]),
  ).toEqual([
    ["odd", "forgotten", null, null, null],
    ["done", "applied", 12, 9, 9],
    ["busy", "applying", 12, 9, 0],
    ["stopped", "stopped", 12, 9, 4],
    ["planning", "planned", null, null, null],
  ]);
  expect(items[1]).toMatchObject({ from: "leads:VIP", to: "shop", startedAt: iso(4) });
});

describe("what cannot be answered is refused in one shape", () => {
  test.for([
    [400, "audiences?size=0"],
    [400, "audiences?size=10001"],
    [400, "audiences?size=x"],
    [400, "audiences?sort=raw"],
    [400, "audiences?status=gone"],
    [400, `audiences?search=${"x".repeat(201)}`],
    [400, "audiences?continuationToken=%00"],
    [400, "audiences?continuationToken=WyJ4IiwxLCJ5Il0"],
    [400, "series"],
    [400, "series?provider=shop&since=0d"],
    [400, "changes?since=soon"],
    [400, "changes?kind=other"],
    [404, "series?provider=nobody"],
    [404, "series?provider=shop&id=nobody"],
    [404, "series?provider=__proto__"],
    [404, "audiences/shop/nobody"],
    [404, "audiences/nobody/vip"],
    [404, "nothing"],
  ] as const)("%i for %s", async ([status, path]) => {
    const { ask } = await served();
    const answer = await ask(`/api/v1/${path}`);
    expect(answer.status).toBe(status);
    errorModel.parse(answer.json());
  });

  test("a fault of ours tells nothing of this machine", async () => {
    const errors: unknown[] = [];
    const it = await served({ onError: (error) => errors.push(error) });
    await it.world.store.close();
    const answer = await it.ask("/api/v1/audiences/shop/vip");
    expect(answer.status).toBe(500);
    expect(errorModel.parse(answer.json()).error).toEqual({
      code: "internal",
      message: "The server could not answer; its own output says why.",
    });
    expect(errors).toHaveLength(1);
  });
});

test("/openapi.json describes every path, with a model for each answer", async () => {
  const { ask } = await served({ version: "1.2.3" });
  const document = z
    .object({
      openapi: z.literal("3.1.0"),
      info: z.object({ version: z.literal("1.2.3") }),
      paths: z.record(
        z.string(),
        z.object({
          get: z.object({ responses: z.record(z.string(), z.object({ content: z.unknown() })) }),
        }),
      ),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse((await ask("/openapi.json")).json());
  expect(Object.keys(document.paths)).toEqual([
    "/api/v1/providers",
    "/api/v1/audiences",
    "/api/v1/audiences/{provider}/{id}",
    "/api/v1/series",
    "/api/v1/changes",
    "/api/v1/migrations",
  ]);
  for (const { get } of Object.values(document.paths)) {
    expect(Object.keys(get.responses)).toEqual(
      expect.arrayContaining(["200", "400", "401", "403"]),
    );
  }
  expect(Object.keys(document.components.schemas).toSorted()).toEqual([
    "Audience",
    "AudienceDetail",
    "Audiences",
    "Change",
    "Changes",
    "Count",
    "Error",
    "Migration",
    "Migrations",
    "Provider",
    "ProviderSeries",
    "Providers",
    "Series",
  ]);
});

test("/metrics: figures by provider and id, never by name, and nothing for what is not known", async () => {
  const { ask, world, server } = await served();
  const { headers, text } = await ask("/metrics");
  expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      'audiencekit_audience_size{provider="shop",audience="vip",unit="people"} 180',
      'audiencekit_audience_matched{provider="shop",audience="vip",unit="people"} 40',
      'audiencekit_audiences{provider="shop",status="failed"} 1',
      'audiencekit_provider_complete{provider="shop",vendor="whop"} 1',
      'audiencekit_provider_complete{provider="leads",vendor="sonarly"} 0',
      `audiencekit_provider_last_complete_timestamp_seconds{provider="leads"} ${at(7) / 1000}`,
      `audiencekit_last_snapshot_timestamp_seconds ${at(8) / 1000}`,
    ]),
  );
  expect(text).not.toContain("broken");
  expect(text).not.toContain("été");
  await world.take(9, { shop: { audiences: [{ id: "vip", size: people(3) }] } });
  await server.refresh();
  expect((await ask("/metrics")).text).toContain('audience="vip",unit="people"} 3');
});

test("the dashboard for Grafana asks for metrics that there are, by labels that they have", async () => {
  const file = new URL("../../docs/grafana-dashboard.json", import.meta.url);
  const text = await readFile(file, "utf8");
  const { panels } = z
    .object({
      panels: z.array(
        z.object({ id: z.number(), targets: z.array(z.object({ expr: z.string() })) }),
      ),
    })
    .parse(JSON.parse(text));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const { ask } = await served();
  const offered = (await ask("/metrics")).text;
  const asked = new Set([...text.matchAll(/audiencekit_\w+/g)].map(([name]) => name));
  expect([...asked].filter((name) => !offered.includes(`# TYPE ${name} gauge`))).toEqual([]);
  const labels = new Set(
    [...text.matchAll(/\{\{(\w+)\}\}|(\w+)=~?\\"/g)].map((match) => match[1] ?? match[2]),
  );
  const known = new Set(["provider", "vendor", "status", "audience", "unit", "state"]);
  expect([...labels].filter((label) => !known.has(label ?? ""))).toEqual([]);
});
