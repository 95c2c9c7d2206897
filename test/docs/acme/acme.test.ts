import { readFile } from "node:fs/promises";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { createConformance } from "../../../src/testing/conformance/conformance.ts";
import { acme } from "./acme.ts";

const folder = path.join(import.meta.dirname, "fixtures");

const { testAdapter } = createConformance({
  describe,
  test,
  fixture: (_adapter, file) => readFile(path.join(folder, file), "utf8"),
  snapshot: async (_adapter, name, text) => {
    // oxlint-disable-next-line vitest/no-standalone-expect -- the suite calls it inside its tests
    await expect(text).toMatchFileSnapshot(path.join(folder, "snapshots", `${name}.txt`));
  },
  documented: () => ["list", "get", "listMembers", "update", "delete", "addMembers"],
});

const home = "https://api.acme.example/v1/lists";
const lists = `GET ${home}`;

testAdapter("acme", {
  adapter: (options) => acme({ apiKey: "secret+1=", workspace: "w1", ...options }),
  secret: "secret+1=",
  headers: { authorization: "Bearer secret+1=", "acme-workspace": "w1" },
  list: {
    pageSize: 2,
    shape: {
      items: "lists",
      more: "paging.more",
      next: "paging.token",
      key: "list_id",
      pageSize: "per_page",
    },
    pages: [
      { request: `${lists}?per_page=2`, answer: "lists-1.json" },
      { request: `${lists}?per_page=2&page_token=t2`, answer: "lists-2.json" },
    ],
    empty: "lists-empty.json",
  },
  get: {
    id: "l1",
    request: `${lists}/l1`,
    answer: "list.json",
    missing: { status: 404, answer: "problem.json" },
  },
  listMembers: {
    id: "l1",
    pageSize: 2,
    shape: {
      items: "people",
      more: "paging.more",
      next: "paging.token",
      key: "person_id",
      pageSize: "per_page",
    },
    pages: [
      { request: `${lists}/l1/people?per_page=2`, answer: "people-1.json" },
      { request: `${lists}/l1/people?per_page=2&page_token=p2`, answer: "people-2.json" },
    ],
    empty: "people-empty.json",
  },
  update: {
    id: "l1",
    changes: { name: "Members" },
    exchanges: [
      {
        request: `PATCH ${home}/l1`,
        sends: "update-request.json",
        answer: "done.json",
        repeats: "always",
      },
      { request: `GET ${home}/l1`, answer: "list.json" },
    ],
  },
  delete: {
    id: "l1",
    exchanges: [{ request: `DELETE ${home}/l1`, answer: "done.json", repeats: "always" }],
  },
  addMembers: {
    id: "l1",
    members: [
      { identifiers: { email: ["ada@example.com"] }, attributes: { firstName: "Ada" } },
      { identifiers: { email: ["bob@example.com"] } },
    ],
    exchanges: [
      {
        request: `POST ${home}/l1/people`,
        sends: "people-request.json",
        answer: "done.json",
        repeats: "always",
      },
    ],
    batches: {
      size: 500,
      items: "people",
      key: "mail",
      member: (index) => ({
        member: { identifiers: { email: [`m${index}@example.com`] } },
        key: `m${index}@example.com`,
      }),
    },
  },
  stranger: { identifiers: { phone: ["+15550100200"] } },
  failure: {
    status: 422,
    answer: "problem.json",
    message: "The workspace is closed",
    code: "CLOSED",
  },
});
