// What cannot be left out: the file read, every member made fit, and written as the vendor wants it. Nothing is kept,
// and nothing is sent.
import { createReadStream } from "node:fs";
import path from "node:path";

import { parse } from "csv-parse";

import { csvLine } from "../../src/core/writing/csv-line.ts";
import { createIdentity } from "../../src/migrate/identity.ts";
import { readMigrateInput } from "../support/migrate-input.ts";
import { peakMemory, timed } from "../support/variant.ts";

const { vendor, folder, file } = readMigrateInput();
const size = 10_000;
const accepts = vendor === "whop" ? (["email", "phone"] as const) : (["externalId"] as const);
let written = 0;
let bytes = 0;

const { cpu, wall } = await timed(async () => {
  const normalize = createIdentity();
  const rows: AsyncIterable<Readonly<Record<string, string>>> = createReadStream(
    path.join(folder, file),
  ).pipe(parse({ columns: true }));
  let ids: unknown[] = [];
  let text = "";
  for await (const row of rows) {
    const { "custom id": externalId = "", email = "", phone = "" } = row;
    const { "first name": firstName = "", "last name": lastName = "", country = "" } = row;
    const identifiers = { externalId: [externalId], email: [email], phone: [phone] };
    const attributes = { firstName, lastName, country };
    const read = normalize({ identifiers, attributes }, accepts);
    if ("member" in read) {
      written += 1;
      const good = read.member.identifiers;
      if (vendor === "batch") {
        ids.push({ id: good.externalId?.[0], attributes, action: "add" });
      } else {
        const [first = ""] = good.email ?? [];
        text += csvLine([first, good.phone?.[0] ?? "", firstName, lastName, country]);
      }
    }
    if (ids.length === size) {
      bytes += Buffer.byteLength(JSON.stringify({ name: "bench", ids }));
      ids = [];
    }
    if (text.length > 65_536) {
      bytes += Buffer.byteLength(text);
      text = "";
    }
  }
});
process.send?.({ written, bytes, cpu, wall, peak: peakMemory() }, () => process.exit());
