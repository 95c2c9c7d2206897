import { expect, test } from "vitest";

import { vendorApi } from "./vendor-api.ts";

const baseUrl = "https://api.vendor.test/v1";
const exchange = { request: "GET /audiences?first=2", answer: { data: [] } };

test("an answer that nobody asked for fails the test", () => {
  const api = vendorApi(baseUrl, {}, [exchange]);
  expect(() => api[Symbol.dispose]()).toThrow("exactly the declared requests came");
});

test("a request that was not declared fails the test", async () => {
  const api = vendorApi(baseUrl, {}, [exchange]);
  await fetch(`${baseUrl}/audiences?first=2`);
  await expect(fetch(`${baseUrl}/audiences?first=3`)).rejects.toThrow("No match");
  expect(() => api[Symbol.dispose]()).toThrow("exactly the declared requests came");
});

test("a request without a header that it must have fails the test", async () => {
  const api = vendorApi(baseUrl, { authorization: "Bearer key" }, [exchange]);
  await expect(fetch(`${baseUrl}/audiences?first=2`)).rejects.toThrow("No match");
  expect(() => api[Symbol.dispose]()).toThrow("exactly the declared requests came");
});

test("an address that is spelled otherwise fails the test", async () => {
  const api = vendorApi(baseUrl, {}, [{ request: "GET /view?name=a%2Fb", answer: {} }]);
  await fetch(`${baseUrl}/view?name=a/b`).catch(() => undefined);
  expect(() => api[Symbol.dispose]()).toThrow("exactly the declared requests came");
});

test("exactly the declared requests pass", async () => {
  using api = vendorApi(baseUrl, {}, [exchange, exchange]);
  await fetch(`${baseUrl}/audiences?first=2`);
  await fetch(`${baseUrl}/audiences?first=2`);
  expect(api.requests).toEqual(["GET /v1/audiences?first=2", "GET /v1/audiences?first=2"]);
});
