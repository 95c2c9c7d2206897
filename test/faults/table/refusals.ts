import { failed, whole } from "../support/fault.ts";
import type { Failed, Fault, Scene, Substitute } from "../support/fault.ts";
import type { ErrorCode } from "../../../src/core/errors.ts";

const refusals = "refusals, at once or in the middle";
const trouble = "408, 425 and 5xx: once, every second time, for ever";
const redirects = "redirects";

const refuse =
  (status: number, headers: Readonly<Record<string, string>> = {}) =>
  ({ dialect }: Scene): Substitute => ({
    status,
    headers,
    body: dialect.refusal(`refused_${status}`, "This is how it is."),
  });

const codes: readonly (readonly [status: number, code: ErrorCode])[] = [
  [400, "rejected"],
  [401, "authentication"],
  [402, "rejected"],
  [403, "permission"],
  [404, "not_found"],
  [405, "rejected"],
  [409, "conflict"],
  [410, "not_found"],
  [413, "rejected"],
  [418, "rejected"],
  [422, "rejected"],
  [451, "rejected"],
];

/** One request: asking again would change nothing. */
const refused: readonly Fault[] = codes.flatMap(([status, code]) => {
  const more: Partial<Failed> = { status, vendorCode: `refused_${status}`, waits: [] };
  return [
    {
      row: refusals,
      name: `${status} at once`,
      when: { page: 1 },
      answer: refuse(status),
      outcome: failed(code, { ...more, pages: 0, requests: 1 }),
    },
    {
      row: refusals,
      name: `${status} in the middle`,
      answer: refuse(status),
      outcome: failed(code, more),
    },
  ];
});

/** Refusals that are not the vendor's own: a proxy's page, a body of another kind. */
const foreign: readonly Fault[] = [
  { what: "an HTML page", body: "<h1>Forbidden</h1>" },
  { what: "an empty body", body: "" },
  { what: "null", body: "null" },
  { what: "a list", body: "[]" },
  { what: "members of other types", body: { error: "text", error_code: {}, success: "no" } },
  { what: "members that are null", body: { error: null, error_message: null, error_code: null } },
].map(({ what, body }) => ({
  row: refusals,
  name: `403 with ${what}`,
  answer: () => ({ status: 403, body }),
  outcome: failed("permission", { status: 403 }),
}));

const troubles: readonly Fault[] = [408, 425, 500, 502, 503, 504, 520, 599].flatMap((status) => {
  const code = status === 408 ? "timeout" : status === 425 ? "rate_limited" : "unavailable";
  return [
    {
      row: trouble,
      name: `${status} once`,
      when: { times: 1 },
      answer: refuse(status),
      outcome: whole({ requests: 7 }),
    },
    {
      row: trouble,
      name: `${status} for ever`,
      answer: refuse(status),
      outcome: failed(code, { status, requests: 6 }),
    },
  ] satisfies Fault[];
});

const shaky: readonly Fault[] = [
  {
    row: trouble,
    name: "503 every second time",
    when: { page: "any", every: 2 },
    answer: refuse(503),
    outcome: whole({ requests: 12 }),
  },
  {
    row: trouble,
    name: "500, 502 and 504 in turn, four times",
    when: { times: 4 },
    answer: (scene) => refuse([500, 502, 504][scene.call % 3] ?? 500)(scene),
    outcome: whole({ requests: 10 }),
  },
  {
    row: trouble,
    name: "503 from the beginning, for ever",
    when: { page: 1 },
    answer: refuse(503),
    outcome: failed("unavailable", { pages: 0, requests: 5 }),
  },
  {
    row: trouble,
    name: "a status beyond all that are defined",
    answer: refuse(999),
    outcome: failed("unavailable", { status: 999, requests: 6 }),
  },
];

const redirected: readonly Fault[] = [300, 301, 302, 303, 304, 307, 308].map((status) => ({
  row: redirects,
  name: `${status} to another server`,
  answer: (scene) => refuse(status, { location: `${scene.elsewhere}/v1/audiences` })(scene),
  outcome: failed("invalid_response", { status, waits: [] }),
}));

const otherRedirects: readonly Fault[] = [
  {
    row: redirects,
    name: "to itself",
    answer: (scene) => refuse(302, { location: "?page=2" })(scene),
    outcome: failed("invalid_response", { status: 302, waits: [] }),
  },
  {
    row: redirects,
    name: "without an address",
    answer: refuse(302),
    outcome: failed("invalid_response", { status: 302, waits: [] }),
  },
  {
    row: redirects,
    name: "at once, to another server",
    when: { page: 1 },
    answer: (scene) => refuse(307, { location: scene.elsewhere })(scene),
    outcome: failed("invalid_response", { status: 307, pages: 0, requests: 1 }),
  },
  {
    row: redirects,
    name: "a header that refreshes to another server, on a good page",
    when: { page: "any" },
    rewrite: (answer) => ({
      ...answer,
      headers: [...answer.headers, ["refresh", "0; url=http://127.0.0.1:1/"]],
    }),
    outcome: whole({ requests: 6 }),
  },
];

export const refusalFaults: readonly Fault[] = [
  ...refused,
  ...foreign,
  ...troubles,
  ...shaky,
  ...redirected,
  ...otherRedirects,
];
