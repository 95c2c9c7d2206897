// Adds members to a file and does not come to an end: to be killed on the way.
import { csv } from "../../../adapters/csv.ts";
import { createAudiences } from "../../../src/core/audiences.ts";

const [, , folder = "", id = ""] = process.argv;

function* people(): Generator<{ identifiers: { email: string[] } }> {
  for (let number = 0; ; number += 1) {
    yield { identifiers: { email: [`new${number}@example.com`] } };
  }
}

await createAudiences({ files: csv({ path: folder }) }).addMembers(
  { provider: "files", id },
  people(),
);
