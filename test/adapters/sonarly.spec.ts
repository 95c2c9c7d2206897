import { sonarly } from "../../adapters/sonarly.ts";
import type { AdapterSpec } from "../../src/testing/conformance/spec.ts";

const secret = "sk_live_test/secret+1=";
const audiences = "GET https://api.sonarly.io/v1/accounts/group%2F1/audiences";
const shape = {
  items: "data.items",
  more: "data.hasMore",
  next: "data.nextCursor",
  key: "id",
  pageSize: "limit",
};

const home = "https://api.sonarly.io/v1/accounts/group%2F1/audiences";
const made = "6ae8430a6c179c937ad32623";

/** What the conformance suite has to know of sonarly. */
export const sonarlySpec: AdapterSpec = {
  adapter: (options) => sonarly({ apiKey: secret, accountGroupId: "group/1", ...options }),
  secret,
  headers: { authorization: `Bearer ${secret}` },
  list: {
    pageSize: 2,
    shape,
    pages: [
      { request: `${audiences}?limit=2`, answer: "list-1.json" },
      {
        request: `${audiences}?cursor=eyJjcmVhdGVkQXQiOiIyMDI2LTA0LTI4VDE1OjMwOjAwLjAwMFoifQ&limit=2`,
        answer: "list-2.json",
      },
    ],
    empty: "list-empty.json",
  },
  get: {
    id: "507f1f77bcf86cd799439011",
    request: `${audiences}/507f1f77bcf86cd799439011`,
    answer: "get.json",
    missing: { status: 404, answer: "error-not-found.json" },
  },
  listMembers: {
    id: "507f1f77bcf86cd799439011",
    pageSize: 2,
    shape,
    pages: [
      {
        request: `${audiences}/507f1f77bcf86cd799439011/prospects?limit=2`,
        answer: "prospects-1.json",
      },
      {
        request: `${audiences}/507f1f77bcf86cd799439011/prospects?cursor=eyJpZCI6MX0&limit=2`,
        answer: "prospects-2.json",
      },
    ],
    empty: "list-empty.json",
  },
  create: {
    input: { name: "VIP 2026", type: "on_demand", description: "From the shop" },
    exchanges: [
      // What is there beforehand: after a lost answer, what is not among it is what was made.
      { request: `${audiences}?limit=100`, answer: "list-empty.json" },
      {
        request: `POST ${home}`,
        sends: "create-request.json",
        answer: "created.json",
        status: 201,
        repeats: "never",
      },
    ],
  },
  update: {
    id: made,
    changes: { name: "VIP 2027" },
    exchanges: [
      {
        request: `PATCH ${home}/${made}`,
        sends: "update-request.json",
        answer: "updated.json",
        repeats: "always",
      },
    ],
  },
  delete: {
    id: made,
    exchanges: [{ request: `DELETE ${home}/${made}`, answer: "deleted.json", repeats: "always" }],
  },
  waitUntilReady: {
    id: made,
    looks: [
      { request: `GET ${home}/${made}`, answer: "error-not-ready.json", status: 409 },
      { request: `GET ${home}/${made}`, answer: "error-not-ready.json", status: 409 },
      { request: `GET ${home}/${made}`, answer: "created.json" },
    ],
  },
  failure: {
    status: 400,
    answer: "error-validation.json",
    message: "limit must be a positive number",
    code: "VALIDATION_ERROR",
  },
};
