import { Agent, createServer as createHttpServer, request } from "node:http";

import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";

import { createAudiences } from "../../src/index.ts";
import { seedHistory } from "../../src/cli/demo/history.ts";
import { emulatedEntries } from "../../src/cli/emulated.ts";
import { createServer } from "../../src/server/index.ts";
import { openStore } from "../../src/store/index.ts";
import { startInstant } from "../../src/testing/index.ts";

// 10,000 audiences over 90 days: as many as the page is made for.
const [size, days] = [3334, 90];
const entries = emulatedEntries({ size });
const audiences = createAudiences(
  Object.fromEntries(entries.map(({ name, open }) => [name, open({})])),
);
const { items } = await audiences.list().collect();
await using store = await openStore({ address: ":memory:" });
const vendors = Object.fromEntries(entries.map(({ name, vendor }) => [name, vendor]));
const now = (): number => startInstant;
const history = await seedHistory({ store, audiences: items, vendors, now: now(), days });
const dashboard = await createServer({ store, history, now, port: 0, page: new Map() });

/** Gives what was put into it, whatever is asked for. */
const answers = new Map<string, string>();
const bare = new Hono().get("*", (context) =>
  context.body(answers.get(new URL(context.req.url).search) ?? "", 200, {
    "content-type": "application/json",
  }),
);
const listener = getRequestListener(bare.fetch, { overrideGlobalObjects: false });
const bareServer = createHttpServer((incoming, outgoing) => void listener(incoming, outgoing));
await new Promise<void>((resolve) => {
  bareServer.listen(0, "127.0.0.1", resolve);
});
const address = bareServer.address();
const barePort = typeof address === "object" && address !== null ? address.port : 0;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const askOnce = (port: number, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts).toString()));
    });
    sent.on("error", reject);
    sent.end();
  });

/** On a busy machine a connection may have been idle for so long that it was just closed: asked again. */
const ask = (port: number, path: string): Promise<string> =>
  askOnce(port, path).catch(() => askOnce(port, path));

const percentile = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

/** What the list is asked for; every question is asked of both in turn, so that both have the same weather. */
const questions: Readonly<Record<string, readonly string[]>> = {
  page: Array.from({ length: 400 }, (_, index) => {
    const sort = ["name", "size", "growth", "updated"][index % 4] ?? "name";
    const provider = ["", "&provider=whop", "&status=ready"][index % 3] ?? "";
    return `?size=50&sort=${sort}${provider}`;
  }),
  whole: Array.from({ length: 40 }, () => "?size=10000"),
  // As somebody types: no search is like the one before.
  search: Array.from({ length: 300 }, (_, index) => `?size=50&search=${index.toString(36)}`),
};

const figures: Record<string, number> = {};
for (const [kind, list] of Object.entries(questions)) {
  const times = { api: [] as number[], bare: [] as number[] };
  for (const round of ["warm", "measured"]) {
    for (const [index, question] of list.entries()) {
      // A search that was made before would be remembered.
      const query = kind === "search" ? `${question}${round === "warm" ? "x" : ""}` : question;
      const path = `/api/v1/audiences${query}`;
      const time = async (port: number): Promise<[number, string]> => {
        const started = performance.now();
        const text = await ask(port, path);
        return [performance.now() - started, text];
      };
      const [api, text] = await time(dashboard.port);
      answers.set(query, text);
      const [plain, same] = await time(barePort);
      if (same !== text || !text.startsWith('{"items":[')) {
        throw new Error(`Question ${index} was answered differently.`);
      }
      if (round === "measured") {
        times.api.push(api);
        times.bare.push(plain);
      }
    }
  }
  figures[`${kind}.api`] = percentile(times.api);
  figures[`${kind}.bare`] = percentile(times.bare);
}
process.send?.(figures, () => process.exit());
