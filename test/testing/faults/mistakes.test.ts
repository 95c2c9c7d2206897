import { describe, expect, test } from "vitest";
import { parseFaults, readFaults } from "../../../src/testing/index.ts";

const example = { vendor: "whop", operation: "list", faults: [{ kind: "drop" }] };

describe("a line that cannot be read says which, why and how it should be", () => {
  test.each([
    ["whop.list 503", /line 1: the colon .* is missing, as in "whop\.list page 3: 503"/],
    ["\n# so\n\nwhop.list: dorp", /line 4: no fault begins with dorp; did you mean "drop"\?/],
    ["whop.list: repaet cursor 2", /did you mean "repeat cursor"\?/],
    ["whop.list: xyzzy", /no fault begins with xyzzy\. docs\/faults\.md/],
    ["whop.list:", /no fault is named/],
    ["whop.list: 503 then", /no fault is named/],
    ["wop.list: 503", /vendor be one of whop, batch, sonarly, \*/],
    ["whop: 503", /must begin with VENDOR\.OPERATION/],
    ["whop.list.more: 503", /must begin with VENDOR\.OPERATION/],
    ["whop.list pages 2: 503", /"pages" is not one of page, call, every, chance, times, always/],
    ["whop.list page 2 call 3: 503", /"call" is one too many/],
    ["whop.list times 2 always: 503", /"always" is one too many/],
    ["whop.list page: 503", /"page" needs a number/],
    ["whop.list page two: 503", /"page" must be followed by a number, not two/],
    ["whop.list page 0: 503", /page must be a whole number of 1 or more, not 0/],
    ["whop.list page 3..1: 503", /page 3\.\.1 is no range; one reads 1\.\.3, or 3\.\./],
    ["whop.list chance 2: 503", /chance must be a number of 0 or more up to 1, not 2/],
    ["whop.list: 600", /status must be a whole number .* up to 599, not 600.*An example: whop/],
    ["whop.list: delay", /milliseconds is missing at its end\. An example: sonarly/],
    ["whop.list: delay soon", /milliseconds must be a number, not soon/],
    ["whop.list: delay -1", /milliseconds must be a whole number of 0 or more, not -1/],
    ["whop.list: delay 1 2", /2 is not understood behind "delay"/],
    ["whop.list: more without cursor", /cursor is missing/],
    ["whop.list: more without cursor never", /must be one of null, missing, empty, not never/],
    ["whop.list: null item at 0", /at must be a place from 1, or "every", not 0/],
    ["whop.list: huge number ten", /digits must be a number as JSON writes it/],
    ['whop.list: field "a', /does not end: a closing quote is missing/],
    ['whop.list: field "a" {"b": [1}', /does not end|not written as JSON/],
    ['whop.list: field "a" {b: 1}', /is not written as JSON writes it/],
    ["whop.list: content type [1]", /type must be a word or a quoted text/],
    ["whop.list: html 204", /status must be one of an answer with a body, not 204/],
    ['whop.list: 503 header "a b" c', /"a b" with "c" cannot be sent as a header/],
    ['whop.list: 503 header a "b\\nc"', /"a" with "b\\nc" cannot be sent as a header/],
    ['whop.list: 503 retry-after "✓"', /"✓" cannot be sent in a header/],
    ['whop.list: redirect "a\\nb"', /cannot be sent in a header/],
    ['whop.list: content type "a\\nb"', /cannot be sent in a header/],
    ['whop.list: body "x" type "✓"', /cannot be sent in a header/],
    ["whop.list: drop then 503", /nothing can follow "drop"/],
    ["whop.list: endless body then drop body", /nothing can follow "endless body"/],
  ])("%j", (text, message) => {
    expect(() => parseFaults(text)).toThrow(message);
  });

  test("and the first of several is named", () => {
    expect(() => parseFaults("whop.list: 503\nwhop.list: nope\nwhop: x")).toThrow(/line 2:/);
  });
});

describe("data that cannot be read says which rule and why", () => {
  test.each([
    [[example, 5], /rule 2: it must be an object or a line, not 5/],
    [[example, "whop.list: dorp"], /rule 2: no fault begins with dorp/],
    [[{ ...example, vendor: "wop" }], /vendor be one of/],
    [[{ ...example, vendor: 3 }], /vendor be one of/],
    [[{ ...example, operation: "li st" }], /must begin with VENDOR\.OPERATION/],
    [[{ ...example, when: 2 }], /"when" is not a part of a rule/],
    [[{ ...example, page: 1, call: 1 }], /"call" is one too many/],
    [[{ ...example, page: 0 }], /page must be a whole number of 1 or more/],
    [[{ ...example, page: { from: 3, to: 1 } }], /page 3\.\.1 is no range/],
    [[{ ...example, page: { to: 1 } }], /a range is a number or \{"from": 1, "to": 3\}/],
    [[{ ...example, page: "2" }], /a range is a number or/],
    [[{ ...example, every: "2" }], /"every" must be a number, not "2"/],
    [[{ ...example, times: "often" }], /"times" must be a number, not "often"/],
    [[{ ...example, faults: [] }], /"faults" must be a list of one fault or more/],
    [[{ ...example, faults: [{}] }], /a fault needs a "kind" that there is/],
    [[{ ...example, faults: [{ kind: "repeatCursr" }] }], /did you mean "repeatCursor"\?/],
    [[{ ...example, faults: ["drop"] }], /a fault needs a "kind"/],
    [[{ ...example, faults: [{ kind: "delay" }] }], /milliseconds must be a number/],
    [[{ ...example, faults: [{ kind: "delay", milliseconds: "5" }] }], /must be a number, not "5"/],
    [[{ ...example, faults: [{ kind: "drop", after: 5 }] }], /"after" is not a part of "drop"/],
    [[{ ...example, faults: [{ kind: "contentType", type: 1 }] }], /type must be a text, not 1/],
    [[{ ...example, faults: [{ kind: "endless", gzip: "yes" }] }], /gzip must be true or left out/],
    [[{ ...example, faults: [{ kind: "nullItem", at: 0 }] }], /at must be a place from 1/],
    [[{ ...example, faults: [{ kind: "moreWithoutCursor", cursor: null }] }], /one of null, mis/],
    [
      [{ ...example, faults: [{ kind: "status", status: 503, headers: { a: 1 } }] }],
      /headers must be an object of texts/,
    ],
    [[{ ...example, faults: [{ kind: "drop" }, { kind: "apply" }] }], /nothing can follow "drop"/],
  ])("%j", (script, message) => {
    expect(() => readFaults(script)).toThrow(message);
    expect(() => parseFaults(JSON.stringify(script))).toThrow(message);
  });

  test("broken JSON is called that", () => {
    expect(() => parseFaults("[{]")).toThrow(/it begins as JSON does, and is none/);
  });
});
