import { batch } from "../../adapters/batch.ts";
import type { AdapterSpec } from "../../src/testing/conformance/spec.ts";

const secret = "batch-test/secret+1=";
const list = "GET https://api.batch.com/2.11/audiences/list";

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
  failure: {
    status: 400,
    answer: "error-missing-parameter.json",
    message: "The parameter limit must be at most 100",
    code: "MISSING_PARAMETER",
  },
};
