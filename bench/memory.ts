// A million audiences streamed: what stays in memory, and the most that ever was.
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const audiences = 1_000_000;
const plan = { pages: audiences / 100, pageSize: 100 };
const megabyte = 1_000_000;

const inMegabytes = (values: readonly number[]): readonly number[] =>
  values.map((value) => value / megabyte);

await withServer({ whop: plan }, async ({ origin }) => {
  const input = { origin, vendors: ["whop"] } as const;
  const compared = await compare({
    live: { script: "live-library", input: { ...input, limit: audiences }, flags: ["--expose-gc"] },
    library: { script: "peak-library", input },
    handWritten: { script: "peak-hand-written", input },
  });
  const items = compared.of("live", "items");
  const growth = compared.of("live", "growth");
  // Every id is remembered, so that none is given twice.
  const allowed = items.map((count) => 10 * megabyte + 64 * count);
  const peaks = compared.ratios("peak", "library", "handWritten");
  say("whop, 10,000 pages of 100");
  spread("live, growth from 10,000 to 1,000,000", inMegabytes(growth), " MB");
  spread(
    "bytes an audience",
    growth.map((bytes, index) => bytes / (items[index] ?? 0)),
  );
  spread("library, peak", inMegabytes(compared.of("library", "peak")), " MB");
  spread("by hand, peak", inMegabytes(compared.of("handWritten", "peak")), " MB");
  conclude({
    "memory.live": {
      ratio: median(growth.map((bytes, index) => bytes / (allowed[index] ?? 0))),
      limit: 1,
    },
    "memory.peak": { ratio: median(peaks), limit: 1.25 },
  });
});
