import { createServer } from "node:net";

import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";

import { interruption } from "../../src/cli/failures.ts";
import { audiencekit, lines, parseList } from "./support.ts";

const line = z.strictObject({
  whop: z.strictObject({ baseUrl: z.url(), apiKey: z.string(), accountId: z.string() }),
  batch: z.strictObject({ baseUrl: z.url(), apiKey: z.string(), projectKey: z.string() }),
  sonarly: z.strictObject({ baseUrl: z.url(), apiKey: z.string(), accountGroupId: z.string() }),
});

test("--json prints one line, serves until it is stopped, and exits with 0", async () => {
  const controller = new AbortController();
  let listed: Promise<Awaited<ReturnType<typeof audiencekit>>> | undefined;
  const { code, stdout, stderr } = await audiencekit(
    ["emulate", "--port", "0", "--json", "--size", "2", "--seed", "3"],
    {
      signal: controller.signal,
      onStdout: (text) => {
        const { whop } = line.parse(JSON.parse(text));
        const env = {
          WHOP_API_KEY: whop.apiKey,
          WHOP_ACCOUNT_ID: whop.accountId,
          WHOP_BASE_URL: whop.baseUrl,
        };
        listed = audiencekit(["list", "--json"], { env }).finally(() =>
          controller.abort(interruption("SIGTERM")),
        );
      },
    },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(lines(stdout)).toHaveLength(1);
  expect(parseList((await listed)?.stdout ?? "").audiences).toHaveLength(2);
});

test("for people, the variables to export", async () => {
  const { code, stdout, stderr } = await audiencekit(["emulate", "--port", "0"], {
    signal: AbortSignal.abort(interruption("SIGINT")),
  });
  expect(code).toBe(0);
  expect(lines(stdout)).toHaveLength(9);
  expect(stdout).toMatch(
    /^export WHOP_API_KEY=\S+\nexport WHOP_ACCOUNT_ID=\S+\nexport WHOP_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/whop\/api\/v1\n/,
  );
  expect(stderr).toContain("Ctrl-C stops it");
});

test("a port that is taken, and an address that is not this machine's: exit code 2", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";
  expect(await audiencekit(["emulate", "--port", port])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: --port: ${port} is taken on 127.0.0.1; pass another one, or --port 0 for a free one.\n`,
  });
  const elsewhere = await audiencekit(["emulate", "--port", "0", "--host", "192.0.2.1"]);
  expect(elsewhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--host: 192.0.2.1"),
  });
});
