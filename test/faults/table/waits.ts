import { failed, whole } from "../support/fault.ts";
import type { Fault, Scene, Substitute } from "../support/fault.ts";

const asked = "429 and 503 that ask for a wait";
const nonsense = "429 and 503 that ask for nonsense";
const tooLong = "429 and 503 that ask for longer than the deadline";

const second = 1000;
const vendorNow = Date.UTC(2026, 10, 2, 8, 0, 0);
const later = (seconds: number): string => new Date(vendorNow + seconds * second).toUTCString();
const date = { date: later(0) };

const refuse =
  (status: number, headers: Readonly<Record<string, string>>) =>
  ({ dialect }: Scene): Substitute => ({
    status,
    headers,
    body: dialect.refusal("slow_down", "Too many requests."),
  });

const statuses = [429, 503] as const;

/** Header and the wait that is meant. A date is compared with the vendor's own. */
type Meant = readonly (readonly [string, Readonly<Record<string, string>>, number])[];
const meant: Meant = [
  ["2 seconds", { "retry-after": "2" }, 2],
  ["the most that leaves time for a request", { "retry-after": "119" }, 119],
  ["1.5 seconds", { "retry-after": "1.5" }, 1.5],
  ["spaces around the seconds", { "retry-after": "  3  " }, 3],
  ["a date", { "retry-after": later(30), ...date }, 30],
  ["a date in the old spelling", { "retry-after": "Monday, 02-Nov-26 08:00:30 GMT", ...date }, 30],
  ["both, of which the first is meant", { "retry-after": "4", "ratelimit-reset": "60" }, 4],
];

/** Some vendors send these with every answer: only with a 429 do they ask for anything. */
const resets: Meant = [
  ["seconds in ratelimit-reset", { "ratelimit-reset": "7" }, 7],
  ["seconds in x-ratelimit-reset", { "x-ratelimit-reset": "7" }, 7],
  [
    "a moment in x-ratelimit-reset",
    { "x-ratelimit-reset": String(vendorNow / second + 9), ...date },
    9,
  ],
  ["nonsense and then seconds", { "retry-after": "soon", "ratelimit-reset": "5" }, 5],
];

const kept: readonly Fault[] = statuses.flatMap((status) =>
  [...meant, ...(status === 429 ? resets : [])].map(([name, headers, seconds]) => ({
    row: asked,
    name: `${status}: ${name}`,
    when: { times: 1 },
    answer: refuse(status, headers),
    outcome: whole({
      requests: 7,
      waits: [[seconds * second, seconds * second]],
    }),
  })),
);

/** Without a date of the vendor's, this machine's clock has to do. */
const undated: Fault = {
  row: asked,
  name: "429: a date, and no date of the vendor's to compare it with",
  when: { times: 1 },
  answer: (scene) =>
    refuse(429, { "retry-after": new Date(Date.now() + 60 * second).toUTCString() })(scene),
  outcome: whole({ requests: 7, waits: [[1 * second, 61 * second]] }),
};

const inWords: Fault = {
  row: asked,
  name: "429: Whop's wait in its message, and nobody else's",
  when: { times: 1 },
  answer: ({ dialect }) => ({
    status: 429,
    body: dialect.refusal("rate_limit_exceeded", "Rate limit exceeded. Try again in 12 seconds."),
  }),
  outcome: {
    whop: whole({ requests: 7, waits: [[12 * second, 12 * second]] }),
    batch: whole({ requests: 7, waits: [[1, second]] }),
    sonarly: whole({ requests: 7, waits: [[1, second]] }),
  },
};

const again: readonly Fault[] = [
  {
    row: asked,
    name: "429: 2 seconds, ten times, more often than there are repeats",
    when: { times: 10 },
    answer: refuse(429, { "retry-after": "2" }),
    outcome: whole({ requests: 16, waits: Array.from({ length: 10 }, () => [2000, 2000]) }),
  },
  {
    row: asked,
    name: "429: 50 seconds, for ever",
    answer: refuse(429, { "retry-after": "50" }),
    outcome: failed("rate_limited", {
      status: 429,
      requests: 4,
      retryAfter: [50 * second, 50 * second],
      waits: [
        [50 * second, 50 * second],
        [50 * second, 50 * second],
      ],
    }),
  },
  {
    row: asked,
    name: "503: 2 seconds, for ever",
    answer: refuse(503, { "retry-after": "2" }),
    outcome: failed("unavailable", { status: 503, requests: 6, retryAfter: [2000, 2000] }),
  },
];

/** What cannot be meant falls back to a wait of our own. */
const senseless: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a word": { "retry-after": "soon" },
  nothing: {},
  "an empty header": { "retry-after": "" },
  "a past date": { "retry-after": later(-60), ...date },
  "0": { "retry-after": "0" },
  "a negative number": { "retry-after": "-5" },
  "a number that overflows a timer": { "retry-after": "99999999999" },
  "a number that overflows everything": { "retry-after": "9".repeat(400) },
  hexadecimal: { "retry-after": "0x10" },
  Infinity: { "retry-after": "Infinity" },
  "a reset in an answer that has nothing to do with rates": { "x-ratelimit-reset": "0" },
  "a date that is none": { "retry-after": "Mon, 99 Nov 2026 99:99:99 GMT" },
  "a list": { "retry-after": "2, 3" },
};

const unmeant: readonly Fault[] = statuses.flatMap((status) =>
  Object.entries(senseless).map(([name, headers]) => ({
    row: nonsense,
    name: `${status}: ${name}`,
    when: { times: 1 },
    answer: refuse(status, headers),
    outcome: whole({ requests: 7, waits: [[1, second]] }),
  })),
);

const unmeantForEver: readonly Fault[] = [
  {
    row: nonsense,
    name: "429: nothing, for ever",
    answer: refuse(429, {}),
    outcome: failed("rate_limited", { status: 429, requests: 6 }),
  },
  {
    row: nonsense,
    name: "429: a number that overflows a timer, for ever",
    answer: refuse(429, { "retry-after": "99999999999" }),
    outcome: failed("rate_limited", { status: 429, requests: 6 }),
  },
];

const day = 86_400;
const unbearable: Readonly<Record<string, readonly [Readonly<Record<string, string>>, number]>> = {
  "a day": [{ "retry-after": String(day) }, day],
  "a date tomorrow": [{ "retry-after": later(day), ...date }, day],
  "all the time there is, and none is left for the request": [{ "retry-after": "120" }, 120],
  "a second more than there is": [{ "retry-after": "121" }, 121],
  "a month, more than a timer holds": [{ "retry-after": String(30 * day) }, 30 * day],
};

const failing: readonly Fault[] = statuses.flatMap((status) =>
  Object.entries(unbearable).map(([name, [headers, seconds]]) => ({
    row: tooLong,
    name: `${status}: ${name}`,
    answer: refuse(status, headers),
    outcome: failed(status === 429 ? "rate_limited" : "unavailable", {
      status,
      waits: [],
      retryAfter: [seconds * second, seconds * second],
    }),
  })),
);

export const waitFaults: readonly Fault[] = [
  ...kept,
  undated,
  inWords,
  ...again,
  ...unmeant,
  ...unmeantForEver,
  ...failing,
];
