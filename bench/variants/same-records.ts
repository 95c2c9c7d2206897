// The library and the loop written by hand must give the same, or their costs cannot be compared.
import { deepStrictEqual } from "node:assert";

import { walk } from "../hand-written/walk.ts";
import type { Audience } from "../../src/core/model.ts";
import { listing } from "../support/library.ts";
import { variant } from "../support/variant.ts";

await variant(async (input) => {
  const byHand: Audience[] = [];
  await walk(input, (audience) => byHand.push(audience));
  const items = await listing(input).toArray();
  deepStrictEqual(items, byHand);
  return { items: items.length };
});
