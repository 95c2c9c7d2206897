import { afterAll, describe, expect, test } from "vitest";
import type { ServedEmulators } from "../../../src/testing/index.ts";
import { serveEmulators } from "../../../src/testing/index.ts";

const served = await serveEmulators({ port: 0, size: 5 });
afterAll(() => served.close());

const bearer = ({ apiKey }: { apiKey: string }): { authorization: string } => ({
  authorization: `Bearer ${apiKey}`,
});
const listWhop = ({ whop }: ServedEmulators): Promise<Response> =>
  fetch(`${whop.baseUrl}/audiences?account_id=${whop.accountId}`, { headers: bearer(whop) });

describe("all three on one port", () => {
  test("the addresses have the vendors' own paths below a prefix", () => {
    const origin = `http://127.0.0.1:${served.port}`;
    expect(served).toMatchObject({
      whop: {
        baseUrl: `${origin}/whop/api/v1`,
        apiKey: expect.any(String),
        accountId: expect.any(String),
      },
      batch: {
        baseUrl: `${origin}/batch/2.11`,
        apiKey: expect.any(String),
        projectKey: expect.any(String),
      },
      sonarly: {
        baseUrl: `${origin}/sonarly/v1`,
        apiKey: expect.any(String),
        accountGroupId: expect.any(String),
      },
    });
  });

  test("answer as in process", async () => {
    const { batch, sonarly, emulators } = served;
    const answers = [
      await listWhop(served),
      await fetch(`${batch.baseUrl}/audiences/list`, {
        headers: { ...bearer(batch), "x-batch-project": batch.projectKey },
      }),
      await fetch(`${sonarly.baseUrl}/accounts/${sonarly.accountGroupId}/audiences`, {
        headers: bearer(sonarly),
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [whopBody] = await Promise.all(answers.map((answer) => answer.json()));
    const inside = await emulators.whop.fetch(
      `${emulators.whop.baseUrl}/audiences?account_id=${served.whop.accountId}`,
      { headers: bearer(served.whop) },
    );
    expect(whopBody).toEqual(await inside.json());
  });

  test("what is not a vendor is 404", async () => {
    expect((await fetch(`http://127.0.0.1:${served.port}/other`)).status).toBe(404);
  });

  test("the state behind them can be changed", async () => {
    served.emulators.whop.audiences.add({ name: "Added while serving" });
    expect(await (await listWhop(served)).text()).toContain("Added while serving");
  });
});

test("time runs, from the fixed start", async () => {
  const before = served.emulators.clock.now();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(served.emulators.clock.now()).toBeGreaterThan(before);
});

test("a broken connection is one for the client too", async () => {
  const broken = await serveEmulators({
    port: 0,
    size: 1,
    intercept: () => {
      throw new Error("dropped");
    },
  });
  await expect(listWhop(broken)).rejects.toThrow("fetch failed");
  await broken.close();
});

test("a port in use rejects", async () => {
  await expect(serveEmulators({ port: served.port, size: 1 })).rejects.toThrow(/EADDRINUSE/);
});

test("closing does not wait for clients that keep their connections", async () => {
  const short = await serveEmulators({ port: 0, size: 1 });
  await (await listWhop(short)).text();
  await short.close();
  await short.close();
  await expect(listWhop(short)).rejects.toThrow("fetch failed");
});
