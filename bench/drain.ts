// CPU to read everything, against a loop written by hand with the same schemas and the same mapping.
import { run } from "./support/child.ts";
import { compare, median } from "./support/compare.ts";
import type { Vendor } from "./support/input.ts";
import { conclude, say, spread } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const size = { pages: 1000, pageSize: 100 };
const few = { pages: 3, pageSize: 100 };

async function drain(vendor: Vendor): Promise<number> {
  await withServer({ [vendor]: few }, ({ origin }) =>
    run({ script: "same-records", input: { origin, vendors: [vendor] } }),
  );
  return withServer({ [vendor]: size }, async ({ origin }) => {
    const input = { origin, vendors: [vendor] };
    const compared = await compare({
      library: { script: "drain-library", input },
      handWritten: { script: "drain-hand-written", input },
    });
    const ratios = compared.ratios("cpu", "library", "handWritten");
    say(`${vendor}, ${size.pages} pages of ${size.pageSize}`);
    spread("library", compared.of("library", "cpu"), " ms of CPU");
    spread("by hand", compared.of("handWritten", "cpu"), " ms of CPU");
    spread("ratio", ratios);
    return median(ratios);
  });
}

const goal = { limit: 1.15, gate: 1.25 };
conclude({
  "drain.whop": { ratio: await drain("whop"), ...goal },
  "drain.batch": { ratio: await drain("batch"), ...goal },
  "drain.sonarly": { ratio: await drain("sonarly"), ...goal },
});
