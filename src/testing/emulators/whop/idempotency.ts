import type { Exchange, Operation } from "../kit/operations.ts";
import { answered } from "../kit/operations.ts";
import { refuseRequest, refuseWhop, whopError } from "./errors.ts";
import { ownerOf } from "./files/routes.ts";

const day = 86_400_000;

/** The first request under a key, and what it was answered. */
interface Entry {
  readonly key: string;
  readonly request: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
  readonly expiresAt: number;
}

/** Entries by caller and key. */
export type IdempotencyEntries = readonly (readonly [slot: string, entry: Entry])[];

/** The keys clients have used, to look at and to hold up. */
export interface WhopIdempotency {
  /** The keys that have not expired, and the status each first request was answered with. */
  readonly list: () => readonly { readonly key: string; readonly status: number }[];
  /**
   * As if the first request under this key were still running, or had ended nobody knows how:
   * everything under it is answered 409 for so many milliseconds.
   * @default 24 hours
   */
  readonly hold: (key: string, milliseconds?: number) => void;
  readonly release: (key: string) => void;
}

export interface IdempotencyStore extends WhopIdempotency {
  /** Makes an operation answer a repeat with what it answered at first. */
  readonly guard: <Scope extends string>(operation: Operation<Scope>) => Operation<Scope>;
  readonly entries: () => IdempotencyEntries;
}

/**
 * `Idempotency-Key` as docs.whop.com/developer/api/idempotency has it: per caller, for 24 hours.
 * What is refused before an operation runs (key, rate, scope, version) is not its outcome and is not
 * stored: this emulator's choice, the page says so of unauthenticated requests only.
 */
export function createIdempotency(
  now: () => number,
  begun: IdempotencyEntries = [],
): IdempotencyStore {
  const entries = new Map<string, Entry>(begun);
  const running = new Set<string>();
  /** By key alone: a test that holds one knows no caller. */
  const held = new Map<string, number>();

  const current = (slot: string): Entry | undefined => {
    const entry = entries.get(slot);
    return entry !== undefined && now() < entry.expiresAt ? entry : undefined;
  };

  async function run(
    exchange: Exchange,
    handle: Operation<string>["handle"],
    key: string,
  ): Promise<Response> {
    const slot = JSON.stringify([ownerOf(exchange), key]);
    if (running.has(slot) || now() < (held.get(key) ?? 0)) refuseRunning();
    running.add(slot);
    try {
      const request = await identify(exchange);
      const first = current(slot);
      if (first !== undefined) return replay(first, request);
      const response = await answered(async () => handle(exchange));
      const { status, headers } = response;
      const body = await response.clone().text();
      const contentType = headers.get("content-type");
      entries.set(slot, { key, request, status, contentType, body, expiresAt: now() + day });
      return response;
    } finally {
      running.delete(slot);
    }
  }

  return {
    guard: (operation) => ({
      ...operation,
      handle(exchange) {
        const key = exchange.header("idempotency-key");
        if (key === undefined) return operation.handle(exchange);
        // The characters of a header are its bytes.
        if (key === "" || key.length > 255)
          refuseRequest("Idempotency-Key must have 1 to 255 bytes.");
        return run(exchange, operation.handle, key);
      },
    }),
    list: () =>
      [...entries.keys()].flatMap((slot) => {
        const entry = current(slot);
        return entry === undefined ? [] : [{ key: entry.key, status: entry.status }];
      }),
    hold: (key, milliseconds = day) => void held.set(key, now() + milliseconds),
    release: (key) => void held.delete(key),
    entries: () => [...entries],
  };
}

/** "Method, path, query string, body, and Api-Version-Date all match the original exactly." */
async function identify({ request, header, text }: Exchange): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const version = header("api-version-date") ?? null;
  return JSON.stringify([request.method, pathname, search, version, await text()]);
}

function replay(first: Entry, request: string): Response {
  if (first.request !== request) {
    return whopError(
      400,
      "invalid_request",
      "This Idempotency-Key was used for another request.",
      "idempotency_key_mismatch",
    );
  }
  const headers = new Headers({ "idempotent-replayed": "true" });
  if (first.contentType !== null) headers.set("content-type", first.contentType);
  return new Response(first.body, { status: first.status, headers });
}

const refuseRunning = (): never =>
  refuseWhop(
    409,
    "conflict",
    "A request with this Idempotency-Key is still in progress.",
    "idempotency_request_in_progress",
  );
