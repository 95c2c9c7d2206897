// From the call to the first audience, against one bare answer of the vendor that comes first.
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const plans = {
  whop: { pages: 10, pageSize: 100, delay: 50 },
  batch: { pages: 10, pageSize: 100, delay: 125 },
  sonarly: { pages: 10, pageSize: 100, delay: 300 },
};

await withServer(plans, async ({ origin }) => {
  const compared = await compare({
    // In rounds the first vendor's page comes first, in arrival the fastest one's, wherever it stands.
    rounds: {
      script: "first-item-library",
      input: { origin, vendors: ["whop", "batch", "sonarly"], order: "rounds" },
    },
    arrival: {
      script: "first-item-library",
      input: { origin, vendors: ["sonarly", "batch", "whop"], order: "arrival" },
    },
    alone: { script: "first-item-vendor", input: { origin, vendors: ["whop"] } },
  });
  say("vendors of 50, 125 and 300 ms; every process is fresh, so nothing is compiled yet");
  for (const name of ["alone", "rounds", "arrival"] as const) {
    spread(name, compared.of(name, "wall"), " ms");
  }
  const ratio = (name: "rounds" | "arrival"): number =>
    median(compared.ratios("wall", name, "alone"));
  conclude({
    "first-item.rounds": { ratio: ratio("rounds"), limit: 1.6 },
    "first-item.arrival": { ratio: ratio("arrival"), limit: 1.6 },
  });
});
