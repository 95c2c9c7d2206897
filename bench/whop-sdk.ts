// CPU to read everything, against Whop's own client.
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const ratio = await withServer({ whop: { pages: 1000, pageSize: 100 } }, async ({ origin }) => {
  const input = { origin, vendors: ["whop"] } as const;
  const compared = await compare({
    library: { script: "drain-library", input },
    sdk: { script: "drain-whop-sdk", input },
  });
  const ratios = compared.ratios("cpu", "library", "sdk");
  say("whop, 1000 pages of 100");
  spread("library", compared.of("library", "cpu"), " ms of CPU");
  spread("@whop/sdk", compared.of("sdk", "cpu"), " ms of CPU");
  spread("ratio", ratios);
  return median(ratios);
});
conclude({ "whop-sdk": { ratio, limit: 1.05, gate: 1.15 } });
