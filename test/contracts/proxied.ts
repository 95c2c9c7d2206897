import type { EmulatorOptions, ServedEmulators } from "../../src/testing/index.ts";
import { serveEmulators } from "../../src/testing/index.ts";
import { startPrism } from "./prism.ts";

/** The emulators, each behind a Prism proxy that compares both sides with the vendor's document. */
export interface Proxied extends Pick<ServedEmulators, "whop" | "batch" | "sonarly" | "emulators"> {
  /** Give this to a client: it notes what Prism objects to, in its requests and in the answers. */
  readonly fetch: typeof globalThis.fetch;
  readonly violations: readonly string[];
  readonly close: () => Promise<void>;
}

/** The addresses and credentials of all three, for plain requests and for adapters alike. */
export async function proxied(options: EmulatorOptions = {}): Promise<Proxied> {
  // Whop's document is of the older generation of records.
  const whop = { recordGeneration: "contract", ...options.whop } as const;
  const served = await serveEmulators({ ...options, whop, port: 0 });
  // One first: it fills npx's cache for the other two.
  const whopProxy = await startPrism("whop-list.openapi.json", served.whop.baseUrl);
  const [batchProxy, sonarlyProxy] = await Promise.all([
    startPrism("batch-list.openapi.json", served.batch.baseUrl),
    startPrism("sonarly-list.openapi.json", served.sonarly.baseUrl),
  ]);

  const violations: string[] = [];
  return {
    whop: { ...served.whop, baseUrl: whopProxy.baseUrl },
    batch: { ...served.batch, baseUrl: batchProxy.baseUrl },
    sonarly: { ...served.sonarly, baseUrl: sonarlyProxy.baseUrl },
    emulators: served.emulators,
    violations,
    async fetch(input, init) {
      const response = await fetch(input, init);
      violations.push(...(await objections(response.clone())));
      return response;
    },
    async close() {
      for (const proxy of [whopProxy, batchProxy, sonarlyProxy]) proxy.close();
      await served.close();
    },
  };
}

/** Prism says so in a header, or answers with a problem of its own. */
export async function objections(response: Response): Promise<string[]> {
  const found = response.headers.get("sl-violations");
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  return [
    ...(found === null ? [] : [found]),
    ...(isProblem === true ? [await response.text()] : []),
  ];
}
