import { describe, expect, test } from "vitest";

import { sonarly } from "../../../adapters/sonarly.ts";
import type { SonarlyDraft } from "../../../adapters/sonarly.ts";
import type { WriteContext } from "../../../src/core/adapter.ts";
import { batchSpec } from "../../adapters/batch.spec.ts";
import { sonarlySpec } from "../../adapters/sonarly.spec.ts";
import { whopSpec } from "../../adapters/whop.spec.ts";
import { failuresOf, numbersOf } from "./collect.ts";
import { mistakesInWriting } from "./mistakes-in-writing.ts";

describe("the conformance suite, of writes", () => {
  test.for([...mistakesInWriting])("fails an adapter that %s", async ([, adapter, expected]) => {
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("whop", { ...whopSpec, adapter }),
    );
    expect(numbersOf(failures)).toEqual(expect.arrayContaining([...expected]));
  });

  test("fails an adapter that creates again, where the first answer was lost", async () => {
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("sonarly", {
        ...sonarlySpec,
        adapter(options) {
          const right = sonarly({
            apiKey: sonarlySpec.secret,
            accountGroupId: "group/1",
            ...options,
          });
          return {
            ...right,
            create: (draft: SonarlyDraft, context: WriteContext) =>
              right.create(draft, context).catch(() => right.create(draft, context)),
          };
        },
      }),
    );
    expect(numbersOf(failures)).toContain(20);
  });

  test("fails where a request may carry less than the adapter sends", async () => {
    const { addMembers } = batchSpec;
    const batches = addMembers?.batches && { ...addMembers.batches, size: 9999 };
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("batch", {
        ...batchSpec,
        addMembers: addMembers && { ...addMembers, batches },
      }),
    );
    expect(failures).toEqual([
      "19. addMembers never sends more than 9999 at once, and keeps their order",
    ]);
  });

  test.for(["create", "update", "delete", "addMembers", "waitUntilReady"] as const)(
    "cannot be passed by leaving out %s",
    async (operation) => {
      const failures = await failuresOf(({ testAdapter }) =>
        testAdapter("whop", { ...whopSpec, [operation]: undefined }),
      );
      expect(numbersOf(failures)).toEqual([22]);
    },
  );

  test("cannot be passed without a member that the vendor does not take", async () => {
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("batch", { ...batchSpec, stranger: undefined }),
    );
    expect(numbersOf(failures)).toEqual([21]);
  });
});
