import { describe, expect, test } from "vitest";
import type { FaultScript } from "../../../src/testing/index.ts";
import {
  faultDefinitions,
  formatFault,
  formatFaults,
  parseFaults,
  readFaults,
} from "../../../src/testing/index.ts";

/** Lines that say everything there is to say, as they are written back. */
const lines = [
  "whop.list: 503",
  "whop.list page 3: 429 retry-after 2",
  "batch.* page 1..3 times 2: drop",
  "*.list page 2.. always: html 502",
  "sonarly.prospects call 2..4: stall",
  "*.* every 2 times 5: delay 10 then 500",
  "batch.list chance 0.25: null",
  'whop.list: 429 retry-after "soon" code "X" message "a \\"b\\" # c" echo-authorization header "X-A" "1" header "X-B" "2" body "no: JSON"',
  "whop.list: 503 retry-after-date -60",
  "whop.list: 429 retry-after 99999999999",
  'batch.update call 2: apply then drop code "ENOTFOUND"',
  'whop.list: redirect "https://elsewhere.example/"',
  "whop.list: oversized 1500kB",
  "whop.list: oversized 12",
  "whop.list: endless body gzip",
  "whop.list: drip",
  "whop.list: truncated json",
  "whop.upload: short request",
  'whop.list: body ""',
  "sonarly.list: repeat cursor",
  "sonarly.list: more flag missing",
  "sonarly.list: more flag null",
  'sonarly.list: more flag {"a":[1,"]"]}',
  'sonarly.list: odd cursor "my own"',
  "sonarly.list: odd cursor long then page size 2",
  'batch.list: count "140"',
  "batch.list: unknown word",
  "batch.list: missing optional at every",
  'whop.list: field "a.b" [] at 2',
  'whop.list: field "at" missing',
  'whop.list: envelope "page_info" null',
  'whop.list: absurd date "never" at 3',
  "whop.list: absurd date at 3",
  'whop.list: huge number "1e400"',
];

describe("a line", () => {
  test.each(lines)("%s is read, and written as it was", (line) => {
    const script = parseFaults(line);
    expect(script).toHaveLength(1);
    expect(formatFaults(script)).toBe(`${line}\n`);
    expect(parseFaults(formatFaults(script))).toEqual(script);
  });

  test.each(lines)("%s means the same as data", (line) => {
    const script = parseFaults(line);
    expect(readFaults(JSON.parse(JSON.stringify(script)))).toEqual(script);
    expect(parseFaults(JSON.stringify(script))).toEqual(script);
  });

  test.each([
    ["batch.list call 2: drop connection", "batch.list call 2: drop"],
    ["whop.list: status 503", "whop.list: 503"],
    ["whop.list:503", "whop.list: 503"],
    ["  whop.list   page  1 :  drop   body  ", "whop.list page 1: drop body"],
    ["whop.list: oversized page 50MB", "whop.list: oversized 50MB"],
    ["whop.list: overlap 2", "whop.list: shifted 2"],
    ["whop.list times 2 page 3: 503", "whop.list page 3 times 2: 503"],
    ["whop.list: 503 code DOWN retry-after 1", 'whop.list: 503 retry-after 1 code "DOWN"'],
    ["whop.list: unknown word ARCHIVED at 2", 'whop.list: unknown word "ARCHIVED" at 2'],
    ["whop.list: 503 # and why", "whop.list: 503"],
  ])("%s is another way to write %s", (line, usual) => {
    expect(parseFaults(line).map(formatFault)).toEqual([usual]);
  });

  test("is one typed rule", () => {
    const typed: FaultScript = [
      {
        vendor: "whop",
        operation: "list",
        page: { from: 1, to: 3 },
        times: 2,
        faults: [
          { kind: "delay", milliseconds: 5 },
          { kind: "status", status: 429, retryAfter: 2 },
        ],
      },
    ];
    expect(parseFaults("whop.list page 1..3 times 2: delay 5 then 429 retry-after 2")).toEqual(
      typed,
    );
  });
});

describe("a script", () => {
  test("is lines, with comments, empty lines and any line ending", () => {
    const text = "\uFEFF# what goes wrong\r\n\r\nwhop.list: 503\r  # indented\nbatch.list: drop\n";
    expect(parseFaults(text).map(formatFault)).toEqual(["whop.list: 503", "batch.list: drop"]);
  });

  test("may be nothing", () => {
    expect([parseFaults(""), parseFaults("# nothing\n"), readFaults([])]).toEqual([[], [], []]);
  });

  test("as JSON may have lines among its rules, or be one rule", () => {
    const rule = { vendor: "whop", operation: "list", faults: [{ kind: "drop" }] };
    expect(readFaults(["batch.list: 503", rule])).toHaveLength(2);
    expect(parseFaults(JSON.stringify(rule)).map(formatFault)).toEqual(["whop.list: drop"]);
  });

  test("does not depend on the order of members", () => {
    expect(
      formatFaults(
        readFaults({ faults: [{ field: "a", kind: "field" }], operation: "list", vendor: "whop" }),
      ),
    ).toBe('whop.list: field "a" missing\n');
  });
});

describe("every kind of fault", () => {
  test.each(faultDefinitions)("%s has an example that is it", (kind, { example, summary }) => {
    const [rule] = parseFaults(example);
    expect(rule?.faults.map((fault) => fault.kind)).toContain(kind);
    expect(summary).toMatch(/\.$/);
  });

  test("begins in a way of its own", () => {
    const words = faultDefinitions.flatMap(([, definition]) => definition.words);
    expect(new Set(words).size).toBe(words.length);
  });
});
