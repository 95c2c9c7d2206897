import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";

describe("memory", () => {
  test("an audience is an id, and what else is given; its size is that of its members", async () => {
    const audiences = createAudiences({
      held: memory({
        audiences: [{ id: "vip" }, { id: "old", name: "Old", size: { value: 9, unit: "rows" } }],
        members: { vip: [{ identifiers: { email: ["one@example.com"] } }], old: [] },
      }),
    });
    expect(await audiences.list().toArray()).toMatchObject([
      {
        provider: "held",
        id: "vip",
        name: "vip",
        status: "ready",
        size: { value: 1, unit: "people" },
      },
      { provider: "held", id: "old", name: "Old", size: { value: 9, unit: "rows" } },
    ]);
  });

  test("an audience whose members are not given has an unknown size, and none to list", async () => {
    const audiences = createAudiences({ held: memory({ audiences: [{ id: "vip" }] }) });
    expect(await audiences.get({ provider: "held", id: "vip" })).toMatchObject({ size: null });
    expect(await audiences.listMembers({ provider: "held", id: "vip" }).toArray()).toEqual([]);
  });

  test("what goes in is copied: changing it later changes nothing", async () => {
    const given = { id: "vip", name: "VIP" };
    const audiences = createAudiences({ held: memory({ audiences: [given] }) });
    given.name = "changed";
    expect(await audiences.get({ provider: "held", id: "vip" })).toMatchObject({ name: "VIP" });
  });

  test("members of an audience that is not there are not_found", async () => {
    const { report } = await createAudiences({ held: memory() })
      .listMembers({ provider: "held", id: "vip" })
      .collect();
    expect(report.providers["held"]?.error).toMatchObject({
      code: "not_found",
      provider: "held",
      operation: "listMembers",
    });
  });

  test("equal members are both given: they are not told apart", async () => {
    const member = { identifiers: { email: ["one@example.com"] } };
    const held = memory({ audiences: [{ id: "vip" }], members: { vip: [member, member] } });
    const members = createAudiences({ held }).listMembers({ provider: "held", id: "vip" });
    expect(await members.toArray()).toHaveLength(2);
  });

  test("ten thousand members come in pages of a thousand", async () => {
    const vip = Array.from({ length: 10_000 }, (_, index) => ({
      identifiers: { externalId: [String(index)] },
    }));
    const held = memory({ audiences: [{ id: "vip" }], members: { vip } });
    const members = createAudiences({ held }).listMembers({ provider: "held", id: "vip" });
    const { items, report } = await members.collect();
    expect(items).toHaveLength(10_000);
    expect(report.providers["held"]).toMatchObject({ pages: 10, expected: 10_000, requests: 0 });
  });

  test.for(["x", "-1", "1.5", ""])("the cursor %j is refused", async (cursor) => {
    const list = memory().list({ cursor, pageSize: 10 }, { provider: "held", operation: "list" });
    await expect(list).rejects.toMatchObject({ code: "invalid_argument", provider: "held" });
  });

  test.for([
    [{ audiences: [{ id: "" }] }, "id of its own"],
    [{ audiences: [{ id: "a" }, { id: "a" }] }, "id of its own"],
    [{ members: { a: [] } }, "add it to audiences"],
    [{ maxPageSize: 0 }, "maxPageSize"],
  ] as const)("%j is refused at once", ([options, remedy]) => {
    expect(() => memory(options)).toThrow(remedy);
  });
});
