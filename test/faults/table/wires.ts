import { failed, whole } from "../support/fault.ts";
import type { Fault } from "../support/fault.ts";
import type { Wire } from "../support/wire.ts";

const broken = "connections that break, answers that are cut";
const silent = "no answer, half an answer, a drip";
const enormous = "enormous and endless bodies, also after decompression";
const harmless = "odd but whole answers";
const unreachable = "no such host, no connection";

const breaking: readonly Wire[] = [
  "reset at once",
  "closed at once",
  "reset in the status line",
  "closed in the headers",
  "reset before the body",
  "reset in the body",
  "closed in the body",
  "longer length than body",
  "shorter length than body",
  "length that is no number",
  "negative length",
  "two lengths",
  "chunks cut",
  "chunks cut after all of the body",
  "chunk size that is no number",
  "another protocol",
  "garbage instead of HTTP",
  "a page without HTTP",
  "headers without end",
  "gzip cut",
  "gzip that is none",
];

/** All of the body came, so that what is left is JSON cut short: a matter of the answer, not of the network. */
const cutShort: ReadonlySet<Wire> = new Set(["shorter length than body", "gzip cut"]);

const breaks: readonly Fault[] = breaking.flatMap((wire) => [
  { row: broken, name: `${wire}, once`, when: { times: 1 }, wire, outcome: whole({ requests: 7 }) },
  {
    row: broken,
    name: `${wire}, for ever`,
    wire,
    outcome: failed(cutShort.has(wire) ? "invalid_response" : "network", { requests: 6 }),
  },
]);

const everySecond: Fault = {
  row: broken,
  name: "reset in the body, every second time",
  when: { page: "any", every: 2 },
  wire: "reset in the body",
  outcome: whole({ requests: 12 }),
};

const stalling: readonly Wire[] = [
  "nothing at all",
  "nothing after the headers",
  "nothing after half the body",
  "no end after the last chunk but one",
  "headers a byte at a time",
  "a body a byte at a time",
  "early hints without end",
];

const stalls: readonly Fault[] = stalling.flatMap((wire) => [
  {
    row: silent,
    name: `${wire}, once`,
    when: { times: 1 },
    wire,
    silent: true,
    outcome: whole({ requests: 7 }),
  },
  {
    row: silent,
    name: `${wire}, from the beginning, for ever`,
    when: { page: 1 },
    wire,
    silent: true,
    options: { retries: 1 },
    outcome: failed("timeout", { pages: 0, requests: 2 }),
  },
]);

const swelling: readonly Wire[] = [
  "an enormous body",
  "an endless body",
  "a body that unpacks to gigabytes",
];

const swells: readonly Fault[] = swelling.map((wire) => ({
  row: enormous,
  name: wire,
  wire,
  endless: true,
  options: { maxBodyBytes: 1_000_000 },
  outcome: failed("invalid_response", { requests: 2 }),
}));

const odd: readonly Wire[] = [
  "chunks of one byte",
  "body that ends with the connection",
  "closed after the answer",
  "early hints first",
  "gzip",
  "deflate",
  "brotli",
  "an encoding nobody knows",
];

const oddities: readonly Fault[] = odd.map((wire) => ({
  row: harmless,
  name: wire,
  when: { page: "any" },
  wire,
  outcome: whole(),
}));

const twice: Fault = {
  row: harmless,
  name: "the answer twice: the second is not taken for the answer to the next request",
  when: { page: "any", every: 2 },
  wire: "the answer twice",
  outcome: whole(),
};

const nobody: readonly Fault[] = (["refused", "no such host"] as const).map((how) => ({
  row: unreachable,
  name: how === "refused" ? "a refused connection" : how,
  unreachable: how,
  outcome: failed("network", {
    pages: 0,
    requests: 0,
    waits: Array.from({ length: 4 }, () => [1, 10_000]), // asked four times more
  }),
}));

export const wireFaults: readonly Fault[] = [
  ...breaks,
  everySecond,
  ...stalls,
  ...swells,
  ...oddities,
  twice,
  ...nobody,
];
