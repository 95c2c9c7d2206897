// Whop's own client, which checks nothing, given the schema and the mapping that the library has.
import Whop from "@whop/sdk";

import { readWhop } from "../hand-written/whop.ts";
import { timed, variant } from "../support/variant.ts";

await variant(async ({ origin }) => {
  const client = new Whop({ apiKey: "key", baseURL: `${origin}/whop` });
  let items = 0;
  const { cpu, wall } = await timed(async () => {
    for await (const raw of client.audiences.list({ account_id: "biz_1", first: 100 })) {
      items += readWhop(raw).id === "" ? 0 : 1;
    }
  });
  return { items, cpu, wall };
});
