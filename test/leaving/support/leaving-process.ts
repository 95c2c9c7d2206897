// Leaves listings early, one after the other, and then has nothing more to do: it must end by itself.
import * as z from "zod";

import { createAudiences } from "../../../src/core/audiences.ts";
import { dialects, vendors } from "../../faults/support/dialects.ts";

const access = z.object({
  baseUrl: z.string(),
  apiKey: z.string(),
  accountId: z.string(),
  projectKey: z.string(),
  accountGroupId: z.string(),
});
const given = z
  .array(
    z.object({
      vendor: z.literal(vendors),
      access,
      options: z.record(z.string(), z.number()),
      how: z.literal(["break", "throw", "abort"]),
    }),
  )
  .parse(JSON.parse(process.argv[2] ?? "[]"));

for (const { vendor, access: where, options, how } of given) {
  const audiences = createAudiences({ [vendor]: dialects[vendor].adapter(where, options) });
  const controller = new AbortController();
  const listing = audiences.list({ pageSize: 3, signal: controller.signal });
  try {
    for await (const _ of listing) {
      if (how === "break") {
        break;
      }
      if (how === "throw") {
        throw new Error("enough");
      }
      controller.abort(new Error("enough"));
    }
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "enough") {
      throw error;
    }
  }
}
process.stdout.write("left");
