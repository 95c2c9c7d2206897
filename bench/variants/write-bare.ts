// What cannot be left out: every member made fit, and written as the vendor wants it. Nothing is sent.
import { csvLine } from "../../src/core/csv-line.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { normalizeMember } from "../../src/core/normalize.ts";
import { peakMemory, timed } from "../support/variant.ts";
import { people, readWriteInput } from "../support/write-input.ts";

const { vendor, members } = readWriteInput();
const size = 10_000;
let written = 0;
let bytes = 0;

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asCsv({ identifiers, attributes = {} }: MemberInput): string {
  const { firstName, lastName, country } = attributes;
  return csvLine([
    identifiers.email?.[0] ?? "",
    identifiers.phone?.[0] ?? "",
    text(firstName),
    text(lastName),
    text(country),
  ]);
}

async function toFile(): Promise<void> {
  let chunk = "";
  for await (const given of people(members)) {
    const normalized = normalizeMember(given, ["email", "phone"]);
    if ("member" in normalized) {
      chunk += asCsv(normalized.member);
      written += 1;
    }
    if (chunk.length > 65_536) {
      bytes += Buffer.byteLength(chunk);
      chunk = "";
    }
  }
}

async function toParts(): Promise<void> {
  let ids: unknown[] = [];
  for await (const given of people(members)) {
    const normalized = normalizeMember(given, ["externalId"]);
    if ("member" in normalized) {
      const { identifiers, attributes } = normalized.member;
      ids.push({ id: identifiers.externalId?.[0], attributes, action: "add" });
      written += 1;
    }
    if (ids.length === size) {
      bytes += Buffer.byteLength(JSON.stringify({ name: "bench", ids }));
      ids = [];
    }
  }
}

const { cpu, wall } = await timed(vendor === "whop" ? toFile : toParts);
process.send?.({ written, bytes, cpu, wall, peak: peakMemory() }, () => process.exit());
