import type { CallContext, RequestEvent } from "../call-context.ts";
import type { Judge } from "./answer.ts";
import type { Answer } from "./exchange.ts";
import type { HttpSettings } from "./http-options.ts";
import type { Persist } from "./persistence.ts";
import type { Transport } from "./shell.ts";
import type { Path, Query } from "../url.ts";

/** Sends once, tells the listeners, and hands over the answer. */
export type Observe = (
  call: Pick<RequestEvent, "method" | "url" | "attempt">,
  send: (signal: AbortSignal) => Promise<Answer>,
  timeout: number,
  context: CallContext,
  hide?: (text: string) => string,
) => Promise<Answer>;

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  readonly path: Path;
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON; written once, so that every attempt is the same to the byte. */
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Makes the attempts of a request; each gives the JSON of the vendor's answer. */
export type Attempts = (
  request: Outgoing,
  context: CallContext,
) => (timeout: number, attempt: number) => Promise<unknown>;

/** What sends an adapter's requests, for reads and for writes. */
export interface Connection {
  readonly vendor: string;
  readonly bearer: string;
  readonly settings: HttpSettings;
  readonly transport: Transport;
  readonly judge: Judge;
  readonly observe: Observe;
  readonly attempts: Attempts;
  readonly persist: Persist;
}

/** Kept beside what `createHttp` gives, so that adapters see what they declare with and not the key. */
export const connections: WeakMap<object, Connection> = new WeakMap();
