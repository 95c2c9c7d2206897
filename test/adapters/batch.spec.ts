import { batch } from "../../adapters/batch.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { AdapterSpec, WriteExchange } from "../../src/testing/conformance/spec.ts";

const secret = "batch-test/secret+1=";
const list = "GET https://api.batch.com/2.11/audiences/list";

const api = "https://api.batch.com/2.11/audiences";
const token = "a0082dc6860938a26280bd3ba927303b";
const view = `GET ${api}/view?name=VIP_2026`;
const followed = `${view}&indexing_token=${token}`;
const members: readonly MemberInput[] = [
  {
    identifiers: { externalId: [" Ada 1 "], email: ["ada@example.com"] },
    attributes: {
      firstName: "Ada",
      age: 36,
      "date(joined)": "2026-01-02T03:04:05+01:00",
      "url(site)": "https://example.com/ada",
      vip: true,
      note: null,
    },
  },
  { identifiers: { externalId: ["007", "7"] } },
];
const many = (index: number) => ({
  member: { identifiers: { externalId: [`id ${index}`] } },
  key: `id ${index}`,
});
/** What was begun before is to be done before the first part goes. */
const settled: WriteExchange = { request: view, answer: "view.json" };
const update: WriteExchange = {
  request: `POST ${api}/update`,
  sends: "add-request.json",
  answer: "accepted.json",
  status: 202,
  repeats: "always",
};
const batches = { size: 10_000, items: "ids", key: "id", member: many };

/** What the conformance suite has to know of batch. */
export const batchSpec: AdapterSpec = {
  adapter: (options) => batch({ apiKey: secret, projectKey: "project_1", ...options }),
  secret,
  headers: { authorization: `Bearer ${secret}`, "x-batch-project": "project_1" },
  list: {
    pageSize: 2,
    shape: {
      items: "audiences",
      more: "has_more",
      next: "next_from",
      key: "name",
      pageSize: "limit",
    },
    pages: [
      { request: `${list}?limit=2`, answer: "list-1.json" },
      {
        request: `${list}?from=VklQXzIwMjZAMjAyNi0wMS0wMVQwMDowMDowMFo%3D&limit=2`,
        answer: "list-2.json",
      },
    ],
    empty: "list-empty.json",
  },
  get: {
    id: "VIP_2026",
    request: "GET https://api.batch.com/2.11/audiences/view?name=VIP_2026",
    answer: "view.json",
    missing: { status: 404, answer: "error-not-found.json" },
  },
  create: {
    input: { name: "VIP_2026", displayName: "VIP 2026 ✨" },
    exchanges: [
      { request: view, answer: "error-not-found.json", status: 404 },
      {
        request: `POST ${api}/create`,
        sends: "create-request.json",
        answer: "accepted.json",
        status: 202,
        repeats: "looked",
      },
      { request: followed, answer: "view-new.json" },
    ],
  },
  delete: {
    id: "VIP_2026",
    exchanges: [
      {
        request: `POST ${api}/remove`,
        sends: "remove-request.json",
        answer: "removed.json",
        status: 202,
        repeats: "always",
      },
    ],
  },
  addMembers: { id: "VIP_2026", members, exchanges: [settled, update], batches },
  removeMembers: {
    id: "VIP_2026",
    members,
    exchanges: [settled, { ...update, sends: "remove-members-request.json" }],
    batches,
  },
  replaceMembers: {
    id: "VIP_2026",
    members,
    exchanges: [
      settled,
      { ...update, request: `POST ${api}/replace`, sends: "replace-request.json" },
    ],
    // The rest is added once the replacement has been carried out.
    batches: { ...batches, also: [{ request: followed, answer: "view.json" }, update] },
  },
  waitUntilReady: {
    id: "VIP_2026",
    pending: token,
    looks: [
      { request: followed, answer: "view-processing.json" },
      { request: followed, answer: "view-processing.json" },
      { request: followed, answer: "view.json" },
    ],
  },
  stranger: { identifiers: { email: ["ada@example.com"] } },
  failure: {
    status: 400,
    answer: "error-missing-parameter.json",
    message: "The parameter limit must be at most 100",
    code: "MISSING_PARAMETER",
  },
};
