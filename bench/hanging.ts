// One vendor hangs while another delivers a quarter of a million: nothing may pile up behind the one that hangs.
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const audiences = 250_000;
const plans = {
  whop: { pages: audiences / 100, pageSize: 100 },
  batch: { pages: 1, pageSize: 100, hangs: true },
};
const megabyte = 1_000_000;

await withServer(plans, async ({ origin }) => {
  const input = { origin, vendors: ["whop", "batch"], order: "arrival", limit: audiences } as const;
  const compared = await compare({
    live: { script: "live-library", input, flags: ["--expose-gc"] },
  });
  const items = compared.of("live", "items");
  const growth = compared.of("live", "growth");
  const ratios = growth.map((bytes, index) => bytes / (8 * megabyte + 64 * (items[index] ?? 0)));
  say("whop delivers 2,500 pages of 100, batch takes the request and never answers");
  spread(
    "live, growth from 10,000 to 250,000",
    growth.map((bytes) => bytes / megabyte),
    " MB",
  );
  conclude({ "hanging.live": { ratio: median(ratios), limit: 1 } });
});
