import { csv } from "../../adapters/csv.ts";
import type { CsvAdapter } from "../../adapters/csv.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { HeldAdapterSpec } from "../../src/testing/conformance/spec.ts";
import { createFolders } from "../support/files.ts";

export const folders = createFolders();

const vip = `email,phone,custom id,LinkedIn URL,first name,Favourite Colour
one@example.com,,,,One,red
,+15550100202,2,,,"green, or ""blue"""
three@example.com,,003,https://www.linkedin.com/in/three,Three,
`;

export const make = (): CsvAdapter =>
  csv({
    path: folders.make({
      "vip.csv": vip,
      "empty.csv": "",
      "packed.csv.gz": "email\nfour@example.com\n",
      "notes.txt": "no audience",
    }),
  });

const newcomers: readonly MemberInput[] = [
  { identifiers: { email: ["four@example.com"], phone: ["+15550100204"] } },
  { identifiers: { externalId: ["5"] }, attributes: { firstName: "Five" } },
  { identifiers: { linkedinUrl: ["https://www.linkedin.com/in/six"] } },
];

/** What the conformance suite has to know of csv. */
export const csvSpec: HeldAdapterSpec = {
  adapter: make,
  empty: () => csv({ path: folders.make({}) }),
  list: { pageSize: 2 },
  get: { id: "vip.csv", missing: "nobody.csv" },
  listMembers: { id: "vip.csv", pageSize: 2, empty: "empty.csv" },
  create: { input: { name: "New" } },
  delete: { id: "vip.csv" },
  addMembers: { id: "vip.csv", members: newcomers },
  replaceMembers: { id: "vip.csv", members: newcomers },
};
