// What cannot be left out: a CSV read, every member made fit, and written as the vendor wants it. Nothing is sent.
import { createReadStream } from "node:fs";

import { parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import * as z from "zod";

import { normalizeMember } from "../../src/core/writing/normalize.ts";
import type { IdentifierKind, MemberInput } from "../../src/core/model.ts";
import { peakMemory, timed } from "../support/variant.ts";
import { readWriteInput } from "../support/write-input.ts";

const { vendor, file } = readWriteInput();
const row = z.array(z.string());
let written = 0;
let bytes = 0;

async function* people(accepts: readonly IdentifierKind[]): AsyncGenerator<MemberInput> {
  const records: AsyncIterable<unknown> = createReadStream(file).pipe(parse({ from_line: 2 }));
  for await (const record of records) {
    const [email = "", phone = "", id = "", firstName = "", lastName = "", country = ""] =
      row.parse(record);
    const identifiers = { email: [email], phone: [phone], externalId: [id] };
    const attributes = { firstName, lastName, country };
    const normalized = normalizeMember({ identifiers, attributes }, accepts);
    if ("member" in normalized) {
      written += 1;
      yield normalized.member;
    }
  }
}

async function toFile(): Promise<void> {
  let rows: unknown[][] = [];
  const flush = (): void => {
    bytes += Buffer.byteLength(stringify(rows));
    rows = [];
  };
  for await (const { identifiers, attributes = {} } of people(["email", "phone"])) {
    const { firstName, lastName, country } = attributes;
    rows.push([identifiers.email?.[0], identifiers.phone?.[0], firstName, lastName, country]);
    if (rows.length === 1000) {
      flush();
    }
  }
  flush();
}

async function toParts(): Promise<void> {
  let ids: unknown[] = [];
  const flush = (): void => {
    bytes += Buffer.byteLength(JSON.stringify({ name: "bench", ids }));
    ids = [];
  };
  for await (const { identifiers, attributes } of people(["externalId"])) {
    ids.push({ id: identifiers.externalId?.[0], attributes, action: "add" });
    if (ids.length === 10_000) {
      flush();
    }
  }
  flush();
}

const { cpu, wall } = await timed(vendor === "whop" ? toFile : toParts);
process.send?.({ written, bytes, cpu, wall, peak: peakMemory() }, () => process.exit());
