// Fifty listings under one signal of the caller, some read to their end and some left early.
import { getEventListeners } from "node:events";

import { listing } from "../support/library.ts";
import { variant } from "../support/variant.ts";

await variant(async (input) => {
  const { signal } = new AbortController();
  let most = 0;
  for (let round = 0; round < 50; round += 1) {
    for await (const page of listing(input, signal).byPage()) {
      most = Math.max(most, getEventListeners(signal, "abort").length);
      if (round % 2 === 0 && page.items.length > 0) {
        break;
      }
    }
  }
  return { most, left: getEventListeners(signal, "abort").length };
});
