import { describe, expect, test } from "vitest";

import { interruption } from "../../src/cli/failures.ts";
import { run } from "../../src/cli/run.ts";
import {
  audiencekit,
  audienceFields,
  lines,
  parseAudience,
  parseClosing,
  parseList,
  served,
} from "./support.ts";
import type { AudienceJson } from "./support.ts";

const list = ["list", "--emulate", "--emulate-size", "30"];

const ids = (audiences: readonly AudienceJson[]): readonly string[] =>
  audiences.map(({ id }) => id).toSorted();
const statusColumn = (line = ""): number => line.search(/ (?:ready|processing|failed|partial)/);

async function json(...options: readonly string[]) {
  const { code, stdout } = await audiencekit([...list, "--json", ...options]);
  return { code, ...parseList(stdout) };
}

describe("list --json", () => {
  test("writes one document of the documented shape, with the report in it", async () => {
    const { code, audiences, continuationToken, report } = await json();
    expect(code).toBe(0);
    expect(audiences).toHaveLength(90);
    expect(continuationToken).toBeNull();
    expect(report.complete).toBe(true);
    expect(Object.keys(report.providers)).toEqual(["whop", "batch", "sonarly"]);
  });

  test("keeps the order of the fields, and one audience a line", async () => {
    const { stdout, stderr } = await audiencekit([...list, "--json", "--limit", "2"]);
    const [, first = ""] = lines(stdout);
    expect(Object.keys(JSON.parse(first.replace(/,$/, "")))).toEqual(audienceFields);
    expect(lines(stdout)).toHaveLength(4);
    expect(stderr).toBe("");
  });

  test("an empty list is a document too", async () => {
    const { audiences, report } = await json("--emulate-size", "0");
    expect(audiences).toEqual([]);
    expect(report.complete).toBe(true);
  });

  test("has the vendor's record with --raw only", async () => {
    const { stdout } = await audiencekit([...list, "--json", "--raw", "--limit", "1"]);
    const { audiences } = JSON.parse(stdout);
    expect(audiences[0].raw).toMatchObject({ id: audiences[0].id });
  });

  test("a limit stops after so many, and the token gives exactly the rest, in another process", async () => {
    const whole = await json();
    const pieces = [];
    let token: string | null = null;
    do {
      const more = token === null ? [] : ["--continue", token];
      const page = await json("--limit", "17", ...more);
      expect(page.code).toBe(0);
      pieces.push(...page.audiences);
      token = page.continuationToken;
    } while (token !== null);
    expect(pieces).toEqual(whole.audiences);
  });

  test.each([
    ["7", "3"],
    ["10", "4"],
    ["13", "5"],
    ["5", "50"],
  ])("a limit of %s is exact with pages of %s", async (limit, size) => {
    const { audiences } = await json("--limit", limit, "--size", size);
    expect(audiences).toHaveLength(Number(limit));
  });

  test("lists only the providers named, in their order, however they are named", async () => {
    const comma = await json("--provider", "sonarly,whop");
    const twice = await json("--provider", "sonarly", "--provider", "whop");
    expect(Object.keys(comma.report.providers)).toEqual(["sonarly", "whop"]);
    expect(twice).toEqual(comma);
  });

  test("asks the vendors for pages of --page-size", async () => {
    const { report } = await json("--provider", "whop", "--page-size", "10");
    expect(report.providers["whop"]).toMatchObject({ pages: 3, requests: 3, items: 30 });
  });

  test("the seed decides what the emulators hold", async () => {
    const one = await json("--seed", "5");
    expect(await json("--seed", "5")).toEqual(one);
    expect((await json("--seed", "6")).audiences).not.toEqual(one.audiences);
  });

  test("arrival order gives the same audiences", async () => {
    const arrival = await json("--order", "arrival");
    expect(ids(arrival.audiences)).toEqual(ids((await json()).audiences));
  });
});

describe("list --ndjson", () => {
  test("writes an audience a line, and the report as the last line of stderr", async () => {
    const { code, stdout, stderr } = await audiencekit([...list, "--ndjson", "--verbose"]);
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => parseAudience(line))).toHaveLength(90);
    const closing = parseClosing(stderr);
    expect(closing.report.complete).toBe(true);
  });

  test("nothing comes behind the report, though requests were cancelled at the limit", async () => {
    const argv = ["list", "--emulate", "--ndjson", "--verbose", "--limit", "120"];
    const { stderr } = await audiencekit(argv);
    expect(parseClosing(stderr).continuationToken).not.toBeNull();
  });
});

describe("list --csv", () => {
  test("has the documented columns", async () => {
    const { stdout, stderr } = await audiencekit([...list, "--csv"]);
    expect(lines(stdout)[0]).toBe(
      "provider,id,name,description,status,vendor_status,size,size_unit,matched,matched_unit,progress,error,created_at,updated_at",
    );
    expect(stderr).toContain("Complete: 90 audiences, 3 of 3 providers complete, 3 requests.");
  });

  test("has its header even where there is no audience", async () => {
    const { stdout } = await audiencekit([...list, "--csv", "--emulate-size", "0"]);
    expect(lines(stdout)).toHaveLength(1);
  });
});

describe("list for people", () => {
  test("the table is on stdout, the report on stderr", async () => {
    const { code, stdout, stderr } = await audiencekit(list);
    expect(code).toBe(0);
    expect(lines(stdout)).toHaveLength(91);
    expect(lines(stdout)[0]).toMatch(
      /^provider {2}name +status +size +matched +created +updated +id$/,
    );
    expect(stdout).toMatch(/\d{1,3}(?:,\d{3})+ rows/);
    expect(lines(stderr).at(-1)).toBe(
      "Complete: 90 audiences, 3 of 3 providers complete, 3 requests.",
    );
  });

  test("the report ends with the token where there is more", async () => {
    const { code, stderr } = await audiencekit([...list, "--limit", "4"]);
    expect(code).toBe(0);
    expect(stderr).toContain("More to come: 4 audiences");
    expect(lines(stderr).at(-1)).toMatch(/^--continue \S+$/);
  });

  test("a pipe gets no colour, a terminal does, and NO_COLOR and a dumb terminal do not", async () => {
    const escape = "\u001b[";
    expect((await audiencekit(list)).stdout).not.toContain(escape);
    expect((await audiencekit(list, { columns: 120 })).stdout).toContain(escape);
    const plain = await audiencekit(list, { columns: 120, env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain(escape);
    expect(plain.stderr.replaceAll("\r\u001b[K", "")).not.toContain(escape);
    const dumb = await audiencekit(list, { columns: 120, env: { TERM: "dumb" } });
    expect(dumb.stdout).not.toContain(escape);
  });

  test("a narrow terminal loses columns and the ends of names, and never an id", async () => {
    const { stdout } = await audiencekit(["list", "--emulate", "--provider", "whop"], {
      columns: 80,
      env: { NO_COLOR: "1" },
    });
    expect(lines(stdout)[0]).not.toContain("updated");
    expect(stdout).toContain("…");
    for (const line of lines(stdout).slice(1)) {
      expect(line).toMatch(/ adaud_\w{13}$/);
    }
  });

  test("progress is for a terminal, and is taken away again", async () => {
    const { stderr } = await audiencekit(list, { columns: 120 });
    expect(stderr).toContain("\r\u001b[K30 audiences so far …\r\u001b[K");
    expect((await audiencekit(list)).stderr).not.toContain("so far");
  });

  test("--verbose tells every request and page, without query and without key", async () => {
    const { stderr } = await audiencekit([...list, "--verbose"]);
    expect(stderr).toMatch(
      /^whop list: GET https:\/\/api\.whop\.com\/api\/v1\/audiences 200 in \d+ ms, attempt 1$/m,
    );
    expect(stderr).toContain("batch list: page of 30, the last");
    expect(stderr).not.toContain("?");
    expect(stderr).not.toMatch(/emulator-key/);
  });
});

describe("list over HTTP", () => {
  test("reads every vendor that the environment names", async () => {
    const { env } = await served();
    const { code, stdout } = await audiencekit(["list", "--json"], { env });
    expect(code).toBe(0);
    expect(parseList(stdout).audiences).toHaveLength(9);
  });

  test("one vendor fails: the others are read, the report names it, exit code 3", async () => {
    const { env } = await served({
      batch: {
        intercept: () => Response.json({ error_code: "X", error_message: "no" }, { status: 403 }),
      },
    });
    const { code, stdout, stderr } = await audiencekit(["list", "--json"], { env });
    const { audiences, report, continuationToken } = parseList(stdout);
    expect(code).toBe(3);
    expect(audiences).toHaveLength(6);
    expect(report.complete).toBe(false);
    expect(report.providers["batch"]).toMatchObject({
      status: "failed",
      error: { code: "permission" },
    });
    expect(continuationToken).not.toBeNull();
    expect(stderr).toContain("batch failed (permission)");
  });

  test("the token of a partial listing reads what is missing, once the vendor has healed", async () => {
    let ill = true;
    const { env } = await served({
      batch: { intercept: (_call, next) => (ill ? new Response("{}", { status: 401 }) : next()) },
    });
    const first = await audiencekit(["list", "--ndjson"], { env });
    expect(first.code).toBe(3);
    const { continuationToken } = parseClosing(first.stderr);
    ill = false;
    const rest = await audiencekit(["list", "--ndjson", "--continue", continuationToken ?? ""], {
      env,
    });
    expect(rest.code).toBe(0);
    expect(lines(rest.stdout).map((line) => JSON.parse(line).provider)).toEqual([
      "batch",
      "batch",
      "batch",
    ]);
  });

  test.each([
    ["401", 4],
    ["403", 4],
    ["404", 2],
    ["418", 4],
  ])("all that were asked fail with %s: exit code %i", async (status, exit) => {
    const { env } = await served({
      intercept: () => new Response("{}", { status: Number(status) }),
    });
    const { code, stdout, stderr } = await audiencekit(["list", "--provider", "whop,sonarly"], {
      env,
    });
    expect(code).toBe(exit);
    expect(stdout).toBe("");
    expect(stderr).toContain("0 of 2 providers complete");
    expect(stderr).not.toContain("--continue");
  });

  test("a vendor that goes in circles: exit code 8", async () => {
    const looping = {
      data: [{ id: "adaud_1", name: "A", status: "ready" }],
      page_info: { has_next_page: true, end_cursor: "again" },
    };
    const { env } = await served({ whop: { intercept: () => Response.json(looping) } });
    const { code, stderr } = await audiencekit(["list", "--provider", "whop"], { env });
    expect(code).toBe(8);
    expect(stderr).toContain("whop failed (protocol)");
  });

  test("a vendor that asks for a long wait: exit code 75", async () => {
    const { env } = await served({
      whop: {
        intercept: () => new Response("{}", { status: 429, headers: { "retry-after": "3600" } }),
      },
    });
    const { code, stderr } = await audiencekit(["list", "--provider", "whop"], { env });
    expect(code).toBe(75);
    expect(stderr).toMatch(/^whop failed \(rate_limited\): .* It asks to wait 3,600 s\.$/m);
  });

  test("a name cannot steer the terminal, and a wide one keeps the columns in line", async () => {
    const { env, vendors } = await served({ size: 0 });
    vendors.emulators.whop.audiences.add({ name: "\u001b[2J\u001b]0;owned\u0007evil\r\u202eback" });
    vendors.emulators.whop.audiences.add({ name: "東京の顧客 🧑‍🚀🫠" });
    vendors.emulators.whop.audiences.add({ name: "plain" });
    const { stdout } = await audiencekit(["list", "--provider", "whop"], { env });
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout).toContain(String.raw`\u{1b}[2J\u{1b}]0;owned\u{7}evil\u{d}\u{202e}back`);
    const wide = lines(stdout).find((line) => line.includes("東京"));
    const plain = lines(stdout).find((line) => line.includes("plain"));
    // Five of the characters and both pictures take two columns; the pictures are 5 and 2 units long.
    expect(statusColumn(plain) - statusColumn(wide)).toBe(5 + 2 + 2 - 5 - 2);
  });
});

describe("a listing that is interrupted", () => {
  test("says how to go on behind what was written, and exits with 130", async () => {
    const controller = new AbortController();
    const { env } = await served({
      batch: { intercept: () => new Promise(() => undefined) },
    });
    const argv = ["list", "--ndjson", "--provider", "whop,batch"];
    const first = await audiencekit(argv, {
      env,
      signal: controller.signal,
      onStdout: () => controller.abort(interruption("SIGINT")),
    });
    expect(first.code).toBe(130);
    expect(lines(first.stdout)).toHaveLength(3);
    const { continuationToken, report } = parseClosing(first.stderr);
    expect(report.complete).toBe(false);

    const healthy = await served();
    const rest = await audiencekit([...argv, "--continue", continuationToken ?? ""], healthy);
    expect(rest.code).toBe(0);
    expect(lines(rest.stdout).map((line) => JSON.parse(line).provider)).toEqual([
      "batch",
      "batch",
      "batch",
    ]);
  });

  test("a document is closed", async () => {
    const controller = new AbortController();
    const { env } = await served({ batch: { intercept: () => new Promise(() => undefined) } });
    const { code, stdout } = await audiencekit(["list", "--provider", "whop,batch", "--json"], {
      env,
      signal: controller.signal,
      onStdout: () => controller.abort(interruption("SIGTERM")),
    });
    expect(code).toBe(143);
    expect(parseList(stdout).audiences).toHaveLength(3);
  });

  test("a table shows what was read", async () => {
    const controller = new AbortController();
    const { env } = await served({ batch: { intercept: () => new Promise(() => undefined) } });
    const { code, stdout, stderr } = await audiencekit(["list", "--provider", "whop,batch"], {
      env: { ...env, NO_COLOR: "1" },
      columns: 120,
      signal: controller.signal,
      // The progress says that a page has come.
      onStderr: () => controller.abort(interruption("SIGINT")),
    });
    expect(code).toBe(130);
    expect(lines(stdout)).toHaveLength(4);
    expect(stderr).toContain("Interrupted: 3 audiences");
    expect(lines(stderr).at(-1)).toMatch(/^--continue \S+$/);
  });

  test("with nothing read, nothing is written", async () => {
    const { code, stdout, stderr } = await audiencekit([...list, "--json"], {
      signal: AbortSignal.abort(interruption("SIGINT")),
    });
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: "", stderr: "Interrupted.\n" });
  });
});

test("a reader that has seen enough ends the run quietly", async () => {
  let text = "";
  const channel = { isTTY: false, columns: undefined };
  const code = await run([...list, "--ndjson"], {
    stdout: {
      ...channel,
      write: async () => {
        throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
      },
    },
    stderr: {
      ...channel,
      write: async (part) => {
        text += part;
      },
    },
    env: {},
    cwd: "/",
    signal: new AbortController().signal,
  });
  expect({ code, text }).toEqual({ code: 0, text: "" });
});
