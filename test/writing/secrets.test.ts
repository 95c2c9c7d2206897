import { createHash } from "node:crypto";
import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import { createWorld, person } from "./support.ts";
import type { Trouble, World } from "./support.ts";

const email = "canary.person@secret-mail.example";
const phone = "+15557654321";
const externalId = "canary-id-81726354";
const members = [
  { identifiers: { email: [email], phone: [phone], externalId: [externalId] } },
  person(1),
];

/** What must not be seen anywhere: in any spelling that a log could hold. */
const canaries: readonly string[] = [email, phone.slice(1), externalId].flatMap((canary) =>
  [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64")].concat(
    ["md5", "sha1", "sha256"].map((hash) => createHash(hash).update(canary).digest("hex")),
  ),
);

/** Everything that can be shown of a value, its causes included. */
function everythingOf(value: unknown): string {
  const shown = [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value)];
  if (value instanceof Error) {
    shown.push(value.message, value.stack ?? "", everythingOf(value.cause));
  }
  return shown.join("\n");
}

/** Servers, proxies and platforms that tell everything they know. */
const chatter: Readonly<Record<string, (operation: string) => Trouble>> = {
  "a lost connection that names its address": (operation) => async (call, next) => {
    if (call.operation === operation) {
      throw new TypeError(`request to ${call.request.url} failed`, {
        cause: new Error(`${call.request.url} ${[...call.request.headers].join(" ")}`),
      });
    }
    return next();
  },
  "a 403 that echoes the request": (operation) => async (call, next) => {
    const text = await call.request.clone().text();
    const echo = `${call.request.url} ${[...call.request.headers].join(" ")} ${text}`;
    const error = { type: "forbidden", message: echo, code: "forbidden" };
    const body = { error, error_message: echo, error_code: "X" };
    return call.operation === operation ? Response.json(body, { status: 403 }) : next();
  },
  "a 500 that echoes the request": (operation) => async (call, next) => {
    const text = await call.request.clone().text();
    const echo = `<pre>${call.request.url} ${[...call.request.headers].join(" ")} ${text}</pre>`;
    return call.operation === operation ? new Response(echo, { status: 500 }) : next();
  },
};

const writes: readonly (readonly [string, (world: World) => Promise<unknown>])[] = [
  [
    "whop createFile",
    (world) => world.audiences.create({ provider: "whop", name: "VIP", members }),
  ],
  ["whop upload", (world) => world.audiences.create({ provider: "whop", name: "VIP", members })],
  ["whop getFile", (world) => world.audiences.create({ provider: "whop", name: "VIP", members })],
  ["whop create", (world) => world.audiences.create({ provider: "whop", name: "VIP", members })],
  ["batch update", (world) => world.audiences.create({ provider: "batch", name: "vip", members })],
  [
    "sonarly create",
    (world) => world.audiences.create({ provider: "sonarly", name: "VIP", type: "on_demand" }),
  ],
];

describe("no secret and nobody's data is told", () => {
  const cases = Object.entries(chatter).flatMap(([words, trouble]) =>
    writes.map(([operation, write]) => ({ words, trouble, operation, write })),
  );
  test.for(cases)("by $operation after $words", async ({ trouble, operation, write }) => {
    const events: unknown[] = [];
    const tell = (event: unknown): void => void events.push(event);
    const world = createWorld({
      hooks: { onRequest: tell, onRetry: tell, onDiagnostic: tell, onPage: tell },
    });
    const addresses: string[] = [];
    const spoil = trouble(operation.split(" ")[1] ?? "");
    world.trouble = (call, next) => {
      const { search } = new URL(call.request.url);
      if (call.operation === "upload") {
        addresses.push(search, new URLSearchParams(search).get("X-Amz-Signature") ?? "");
      }
      return spoil(call, next);
    };
    const error: unknown = await write(world).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeDefined();
    const shown = `${everythingOf(error)}\n${everythingOf(events)}`;
    const keys = Object.values(world.emulators).flatMap((vendor: unknown) =>
      typeof vendor === "object" && vendor !== null && "apiKey" in vendor
        ? [String(vendor.apiKey)]
        : [],
    );
    expect(keys).toHaveLength(3);
    for (const secret of [...keys, ...addresses, ...canaries]) {
      expect(shown).not.toContain(secret);
    }
  });

  test("by what is said of members that are not written", async () => {
    const world = createWorld();
    const told: unknown[] = [];
    const result = await world.audiences.create(
      {
        provider: "whop",
        name: "VIP",
        members: [
          ...members,
          { identifiers: { email: [`${email} and more`], externalId: [externalId] } },
        ],
      },
      { onRejected: (rejection) => told.push(rejection) },
    );
    expect(result.written?.rejected).toBe(1);
    const shown = `${everythingOf(told)} ${everythingOf(result)}`;
    for (const canary of canaries) {
      expect(shown).not.toContain(canary);
    }
  });
});
