import { jsonl } from "../../adapters/jsonl.ts";
import type { JsonlAdapter } from "../../adapters/jsonl.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { HeldAdapterSpec } from "../../src/testing/conformance/spec.ts";
import { createFolders } from "../support/files.ts";

export const folders = createFolders();

const vip = `{"email":"one@example.com","firstName":"One","Favourite Colour":"red","visits":3}
{"identifiers":{"phone":["+15550100202"],"externalId":["2"]},"attributes":{"vip":true,"note":null}}
{"email":["three@example.com","drei@example.com"],"customId":"003","linkedin":"https://www.linkedin.com/in/three"}
`;

export const make = (): JsonlAdapter =>
  jsonl({
    path: folders.make({
      "vip.jsonl": vip,
      "empty.jsonl": "",
      "packed.jsonl.gz": '{"email":"four@example.com"}\n',
      "notes.txt": "no audience",
    }),
  });

const newcomers: readonly MemberInput[] = [
  { identifiers: { email: ["four@example.com"], phone: ["+15550100204"] } },
  { identifiers: { externalId: ["5"] }, attributes: { firstName: "Five" } },
  { identifiers: { linkedinUrl: ["https://www.linkedin.com/in/six"] } },
];

/** What the conformance suite has to know of jsonl. */
export const jsonlSpec: HeldAdapterSpec = {
  adapter: make,
  empty: () => jsonl({ path: folders.make({}) }),
  list: { pageSize: 2 },
  get: { id: "vip.jsonl", missing: "nobody.jsonl" },
  listMembers: { id: "vip.jsonl", pageSize: 2, empty: "empty.jsonl" },
  create: { input: { name: "New" } },
  delete: { id: "vip.jsonl" },
  addMembers: { id: "vip.jsonl", members: newcomers },
  replaceMembers: { id: "vip.jsonl", members: newcomers },
};
