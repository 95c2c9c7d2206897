import { describe, expect, test } from "vitest";

import { audiencekit, folder, served } from "./support.ts";

/** Whatever is wrong is seen before anything is sent: exit code 2, what it was, and what to do. */
const wrong: readonly (readonly [
  what: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  words: RegExp,
])[] = [
  ["an unknown provider", ["--provider", "wop"], {}, /"wop".*Did you mean whop/s],
  ["an empty key", [], { WHOP_API_KEY: "" }, /WHOP_API_KEY is empty/],
  ["a key with a line break", [], { WHOP_API_KEY: "a\nb" }, /WHOP_API_KEY holds a line break/],
  [
    "a base URL that is not http(s)",
    [],
    { BATCH_BASE_URL: "ftp://a.b/1" },
    /BATCH_BASE_URL.*https/,
  ],
  ["a base URL that is none", [], { SONARLY_BASE_URL: "sonarly" }, /SONARLY_BASE_URL.*https/],
  ["a page size of 0", ["--page-size", "0"], {}, /--page-size.*at least 1/],
  ["a page size of 1.5", ["--page-size", "1.5"], {}, /--page-size.*whole number/],
  ["a size of 0", ["--size", "0"], {}, /--size.*at least 1/],
  ["a size of 1.5", ["--size", "1.5"], {}, /--size.*whole number/],
  ["a damaged token", ["--continue", "ak1.abc.def"], {}, /--continue.*damaged.*start/s],
  ["a configuration file that is not there", ["--config", "x.json"], {}, /--config.*x\.json/],
];

describe("bad input is refused before any request", () => {
  test.each(wrong)("%s", async (_what, argv, spoiled, words) => {
    const { env, vendors } = await served();
    const { code, stdout, stderr } = await audiencekit(["list", ...argv], {
      env: { ...env, ...spoiled },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(words);
    const { whop, batch, sonarly } = vendors.emulators;
    expect([whop, batch, sonarly].flatMap(({ requests }) => requests)).toEqual([]);
  });

  test("a token of another set of providers", async () => {
    const { env, vendors } = await served();
    const first = await audiencekit(["list", "--emulate", "--json", "--limit", "1"]);
    const { continuationToken }: { continuationToken: string } = JSON.parse(first.stdout);
    const { whop, batch } = vendors.emulators;
    const { code, stderr } = await audiencekit(
      ["list", "--provider", "whop,batch", "--continue", continuationToken],
      { env },
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/--continue.*whop, batch, sonarly.*start anew/s);
    expect([whop, batch].flatMap(({ requests }) => requests)).toEqual([]);
  });

  test("a configuration file with a typo, named with what was meant", async () => {
    const { vendors } = await served();
    const { baseUrl, apiKey, accountId } = vendors.whop;
    const config = { providers: { own: { vendor: "whop", apiKey, acountId: accountId, baseUrl } } };
    const cwd = await folder({ "audiencekit.config.json": JSON.stringify(config) });
    const { code, stderr } = await audiencekit(["list"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/audiencekit\.config\.json.*own\.acountId.*Did you mean accountId/s);
    expect(vendors.emulators.whop.requests).toEqual([]);
  });
});

test.each(["whop", "batch", "sonarly"])("an id that %s does not know", async (provider) => {
  const { env } = await served();
  const { code, stdout, stderr } = await audiencekit(["get", `${provider}:nobody`], { env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`${provider}: get .*id`, "s"));
});
