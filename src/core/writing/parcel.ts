import { readText } from "../http/body.ts";
import type { Answer } from "../http/exchange.ts";

/** A file, or a piece of one, on its way to an address that is its own credential. */
export interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
}

/** Bytes a second below which an upload is given up. */
const slowestUpload = 256 * 1024;

/** What a body may take beyond what any request may, in ms. */
export function timeOf(body: Blob): number {
  return (body.size / slowestUpload) * 1000;
}

/** Puts a file where a vendor wants it. Not by ky, which would wrap the body in a stream of its own. */
export async function transmitFile(
  { url, headers, body }: Parcel,
  settings: {
    readonly fetch: typeof globalThis.fetch | undefined;
    readonly maxBodyBytes: number;
    readonly signal: AbortSignal;
  },
): Promise<Answer> {
  const { fetch = globalThis.fetch, signal, maxBodyBytes } = settings;
  // "error", not "manual": to be able to follow, fetch would keep the whole body in memory.
  const response = await fetch(url, { method: "PUT", headers, body, signal, redirect: "error" });
  const text = await readText(response, maxBodyBytes, signal);
  return { status: response.status, headers: response.headers, text };
}
