import { expect, test } from "vitest";

import { planMigration } from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createWorld, people } from "../writing/support.ts";

const kinds = [
  ["lookalike", { status: "ready", audienceType: "lookalike" }],
  ["engagement", { status: "ready", sourceType: "engagement" }],
] as const;

test.for(kinds)(
  "a Whop audience that is a %s is refused before anybody is read",
  async ([kind, made]) => {
    const world = createWorld();
    await using store = await openStore({ address: ":memory:" });
    const { id } = world.emulators.whop.audiences.add(made);
    let read = 0;
    const members = people(3).map((member) => ({
      get identifiers() {
        read += 1;
        return member.identifiers;
      },
    }));
    const planned = planMigration(world.audiences, {
      from: { name: "people", members },
      to: { provider: "whop", id },
      store,
    });
    await expect(planned).rejects.toMatchObject({
      code: "unsupported",
      operation: "plan",
      message: `whop: the target takes nobody: addMembers works with audiences of an uploaded file, and this one is a ${kind}. Make one with create.`,
    });
    expect(read).toBe(0);
  },
);
