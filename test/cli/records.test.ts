import { describe, expect, test } from "vitest";

import {
  audiencekit,
  lines,
  parseAudience,
  parseList,
  parseMember,
  parseMembers,
  served,
} from "./support.ts";

async function someAudience(provider: string) {
  const { stdout } = await audiencekit(["list", "--emulate", "--json", "--provider", provider]);
  const { audiences } = parseList(stdout);
  const audience = audiences.find(({ size }) => (size?.value ?? 0) > 20 && (size?.value ?? 0) < 90);
  if (audience === undefined) {
    throw new Error("The seed has no audience of this size.");
  }
  return audience;
}

describe("get", () => {
  test.each(["whop", "batch", "sonarly"])(
    "shows one audience of %s as list does",
    async (provider) => {
      const audience = await someAudience(provider);
      const { code, stdout, stderr } = await audiencekit([
        "get",
        "--emulate",
        "--json",
        `${provider}:${audience.id}`,
      ]);
      expect(code).toBe(0);
      expect(stderr).toBe("");
      expect(parseAudience(stdout)).toEqual(audience);
    },
  );

  test("for people, a field a line", async () => {
    const { id, name } = await someAudience("whop");
    const { stdout } = await audiencekit(["get", "--emulate", `whop:${id}`]);
    expect(stdout).toContain(`name           ${name}\n`);
    expect(stdout).toMatch(/^size {11}\d+ rows$/m);
  });

  test("as a line of JSON, and as CSV", async () => {
    const { id } = await someAudience("whop");
    const ndjson = await audiencekit(["get", "--emulate", "--ndjson", `whop:${id}`]);
    expect(lines(ndjson.stdout)).toHaveLength(1);
    const csv = await audiencekit(["get", "--emulate", "--csv", `whop:${id}`]);
    expect(lines(csv.stdout)[1]).toMatch(new RegExp(`^whop,${id},`));
  });

  test("the id is all that follows the first colon", async () => {
    const { env, vendors } = await served();
    vendors.emulators.batch.audiences.add({ name: "a:b/../c?d" });
    const { code, stdout } = await audiencekit(["get", "--json", "batch:a:b/../c?d"], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: "a:b/../c?d" });
  });

  test.each(["whop:nobody", "batch:nobody", "sonarly:nobody"])(
    "%s, which the vendor does not know: exit code 2",
    async (ref) => {
      const { code, stdout, stderr } = await audiencekit(["get", "--emulate", ref]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: \w+: get .*Check the id/);
    },
  );

  test("an audience that is still being filled: exit code 75", async () => {
    const { env } = await served({
      sonarly: {
        intercept: () =>
          Response.json(
            { success: false, error: { code: "AUDIENCE_NOT_READY", message: "Not ready." } },
            { status: 409 },
          ),
      },
    });
    const { code, stderr } = await audiencekit(["get", "sonarly:a"], { env });
    expect(code).toBe(75);
    expect(stderr).toContain("try again later");
  });

  test("reads nobody else's configuration: another vendor's missing key does not matter", async () => {
    const { env, vendors } = await served();
    const [audience] = vendors.emulators.whop.audiences.list();
    const { code } = await audiencekit(["get", `whop:${audience?.id}`], {
      env: { ...env, BATCH_API_KEY: "" },
    });
    expect(code).toBe(0);
  });
});

describe("members", () => {
  test("as JSON, with the report", async () => {
    const audience = await someAudience("sonarly");
    const argv = ["members", "--emulate", `sonarly:${audience.id}`, "--json"];
    const { code, stdout } = await audiencekit(argv);
    const { members, report, continuationToken } = parseMembers(stdout);
    expect(code).toBe(0);
    expect(members).toHaveLength(audience.size?.value ?? 0);
    expect(report.complete).toBe(true);
    expect(continuationToken).toBeNull();
  });

  test("in pieces they are the same", async () => {
    const audience = await someAudience("sonarly");
    const argv = ["members", "--emulate", `sonarly:${audience.id}`, "--json"];
    const whole = parseMembers((await audiencekit(argv)).stdout);
    const pieces = [];
    let more: readonly string[] = [];
    do {
      const { stdout } = await audiencekit([...argv, "--limit", "9", ...more]);
      const page = parseMembers(stdout);
      pieces.push(...page.members);
      more = page.continuationToken === null ? [] : ["--continue", page.continuationToken];
    } while (more.length > 0);
    expect(pieces).toEqual(whole.members);
  });

  test("no person is on stderr, verbose or not", async () => {
    const audience = await someAudience("sonarly");
    const argv = ["members", "--emulate", `sonarly:${audience.id}`, "--ndjson", "--verbose"];
    const { stdout, stderr } = await audiencekit(argv);
    for (const line of lines(stdout)) {
      const { identifiers, attributes } = parseMember(line);
      for (const value of [...Object.values(identifiers).flat(), attributes["lastName"]]) {
        expect(stderr).not.toContain(value);
      }
    }
  });

  test("as a table and as CSV of the documented columns, with nothing left out", async () => {
    const audience = await someAudience("sonarly");
    const argv = ["members", "--emulate", `sonarly:${audience.id}`, "--limit", "3"];
    const table = await audiencekit(argv);
    expect(lines(table.stdout)[0]).toMatch(/^name +company +email +phone +external id +linkedin$/);
    const csv = await audiencekit([...argv, "--csv"]);
    expect(lines(csv.stdout)[0]).toBe(
      "email,phone,external_id,linkedin_url,first_name,last_name,name,company,attributes",
    );
    expect(csv.stdout).toContain('""headline"":');
  });

  test.each(["whop:a", "batch:a"])("%s, whose members cannot be read: exit code 2", async (ref) => {
    const { code, stdout, stderr } = await audiencekit(["members", "--emulate", ref]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("audiencekit capabilities shows who does");
  });

  test("of an audience that is not there: exit code 2, and no token to go on", async () => {
    const { code, stderr } = await audiencekit(["members", "--emulate", "sonarly:nobody"]);
    expect(code).toBe(2);
    expect(stderr).toContain("sonarly failed (not_found)");
    expect(stderr).not.toContain("--continue");
  });
});
