import { whop } from "../../adapters/whop.ts";
import type { AdapterSpec } from "../../src/testing/conformance/spec.ts";

const secret = "whop_test/secret+1=";
const audiences = "GET https://api.whop.com/api/v1/audiences?account_id=biz_1";

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
  failure: {
    status: 400,
    answer: "error-invalid-request.json",
    message: "account_id is required",
    code: "invalid_request",
  },
};
