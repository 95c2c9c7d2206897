import { whop } from "../../adapters/whop.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { AdapterSpec, WriteExchange } from "../../src/testing/conformance/spec.ts";

const secret = "whop_test/secret+1=";
const audiences = "GET https://api.whop.com/api/v1/audiences?account_id=biz_1";

const api = "https://api.whop.com/api/v1";
const vip = `${audiences}&audience_id=adaud_Vip2026`;
/** A file is asked for, put where it is wanted, and looked at. */
const upload: readonly WriteExchange[] = [
  {
    request: `POST ${api}/files`,
    sends: "file-request.json",
    answer: "file-pending.json",
    status: 201,
  },
  {
    request:
      "PUT https://uploads.whop.example/whop/file_Members1?X-Amz-Expires=3600&X-Amz-Signature=c4n4ry",
    carries: { "content-type": "text/csv", "x-amz-meta-file": "file_Members1" },
    sends: "members.csv",
    headers: { etag: '"e1"' },
  },
  { request: `GET ${api}/files/file_Members1`, answer: "file-ready.json" },
];
const members: readonly MemberInput[] = [
  {
    identifiers: { email: [" Ada@Example.com "], phone: ["+1 (555) 010-0200"] },
    attributes: {
      firstName: "Ada",
      lastName: 'Lovelace, "Countess"',
      country: "gb",
      company: "Analytical",
    },
  },
  { identifiers: { phone: ["+15550100201"], externalId: ["7"] } },
  {
    identifiers: { email: ["one@example.com", "two@example.com"], phone: ["+15550100202"] },
    attributes: { firstName: "Zoë" },
  },
];

/** What the conformance suite has to know of whop. */
export const whopSpec: AdapterSpec = {
  adapter: (options) => whop({ apiKey: secret, accountId: "biz_1", ...options }),
  secret,
  headers: { authorization: `Bearer ${secret}`, "api-version-date": "2026-09-22-3" },
  list: {
    pageSize: 2,
    shape: {
      items: "data",
      more: "page_info.has_next_page",
      next: "page_info.end_cursor",
      key: "id",
      pageSize: "first",
    },
    pages: [
      { request: `${audiences}&first=2`, answer: "list-1.json" },
      { request: `${audiences}&first=2&after=WyJjdXJzb3IiLDFd`, answer: "list-2.json" },
      { request: `${audiences}&first=2&after=WyJjdXJzb3IiLDNd`, answer: "list-3.json" },
    ],
    empty: "list-empty.json",
  },
  get: {
    id: "adaud_Trial789",
    request: `${audiences}&audience_id=adaud_Trial789`,
    answer: "get.json",
    missing: { status: 200, answer: "list-empty.json" },
  },
  create: {
    input: { name: "VIP 2026" },
    members,
    exchanges: [
      ...upload,
      {
        request: `POST ${api}/audiences`,
        sends: "create-request.json",
        answer: "created.json",
        status: 201,
        repeats: "keyed",
      },
    ],
  },
  update: {
    id: "adaud_Vip2026",
    changes: { name: "VIP 2027" },
    exchanges: [
      {
        request: `PATCH ${api}/audiences/adaud_Vip2026`,
        sends: "update-request.json",
        answer: "updated.json",
        repeats: "always",
      },
    ],
  },
  delete: {
    id: "adaud_Vip2026",
    exchanges: [
      {
        request: `DELETE ${api}/audiences/adaud_Vip2026`,
        answer: "deleted.json",
        repeats: "always",
      },
    ],
  },
  addMembers: {
    id: "adaud_Vip2026",
    members,
    exchanges: [
      { request: vip, answer: "get-ready.json" },
      ...upload,
      {
        request: `POST ${api}/audiences/adaud_Vip2026/add_people`,
        sends: "add-request.json",
        answer: "added.json",
        status: 202,
        repeats: "keyed",
      },
    ],
  },
  waitUntilReady: {
    id: "adaud_Vip2026",
    looks: [
      { request: vip, answer: "get-processing.json" },
      { request: vip, answer: "get-processing.json" },
      { request: vip, answer: "get-ready.json" },
    ],
  },
  stranger: { identifiers: { externalId: ["8"], email: ["not an address"] } },
  failure: {
    status: 400,
    answer: "error-invalid-request.json",
    message: "account_id is required",
    code: "invalid_request",
  },
};
