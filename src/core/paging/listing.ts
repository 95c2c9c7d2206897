import type { CallContext } from "../call-context.ts";
import type { PageRequest, ProviderPage } from "../contract.ts";
import type { DiagnosticEvent, Hooks, PageEvent } from "../hooks.ts";
import { createGate, merge } from "./merge.ts";
import type { ListOrder, Part } from "./merge.ts";
import { createLane } from "./paging.ts";
import type { ProviderReport, Report } from "./report.ts";
import { reportOf } from "./report.ts";
import { freshLane } from "./lane-state.ts";
import { decodeToken, encodeToken } from "./token.ts";

/** One provider's part in a listing. */
export interface Source<Item> {
  readonly provider: string;
  readonly pageSize: number;
  readonly ask: (request: PageRequest, context: CallContext) => Promise<ProviderPage<Item>>;
}

/** What is listed, from whom and how; each loop over a `Paged` opens it anew. */
export interface ListingSetup<Item> {
  readonly subject: string;
  readonly operation: string;
  /** Evaluated on opening; throws for what cannot be listed. */
  readonly sources: () => readonly Source<Item>[];
  readonly order: ListOrder;
  /** Remember every key, or those of the last pages only. */
  readonly exact: boolean;
  readonly signal: AbortSignal | undefined;
  readonly hooks: Hooks;
}

/** A listing under way. */
export interface Listing<Item> {
  parts(): AsyncGenerator<Part<Item>, void, undefined>;
  /** So many more items of the part have reached the caller. */
  deliver(part: Part<Item>, count: number): void;
  /** Continues behind what was delivered; `undefined` = everything was. */
  token(): string | undefined;
  report(): Report;
  /** Aborted when the caller's is, and when the listing is closed. */
  readonly signal: AbortSignal;
  /** Throws the signal's reason once the listing is aborted. */
  check(): void;
  /** Cancels what is in flight and leaves nothing behind. */
  close(): void;
}

/**
 * @param gone says that the consumer has left, though a step is still under way
 * @throws AudienceError `invalid_argument` for a token that does not fit, before anything is asked
 */
export function openListing<Item>(
  setup: ListingSetup<Item>,
  continuationToken: string | undefined,
  gone?: AbortSignal,
): Listing<Item> {
  const { subject, operation, order, hooks, signal } = setup;
  const sources = setup.sources();
  const names = sources.map((source) => source.provider);
  const position =
    continuationToken === undefined
      ? undefined
      : decodeToken(continuationToken, { subject, order, names });
  signal?.throwIfAborted();
  // One controller of our own: the caller's signal gets one listener, however many requests are made.
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  gone?.addEventListener("abort", () => controller.abort(), { once: true });
  const gate = createGate(controller.signal);
  const lanes = sources.map((source) =>
    createLane({
      provider: source.provider,
      operation,
      pageSize: source.pageSize,
      exact: setup.exact,
      state: position?.lanes[source.provider] ?? freshLane,
      ask: source.ask,
      context: {
        provider: source.provider,
        operation,
        signal: controller.signal,
        onRequest: hooks.onRequest,
        onRetry: hooks.onRetry,
      },
      onChange: gate.open,
      onDiagnostic: (diagnostic) => {
        const event: DiagnosticEvent = { provider: source.provider, operation, ...diagnostic };
        hooks.onDiagnostic?.(event);
      },
    }),
  );
  let turn = position?.turn ?? 0;
  let handedOver = false;

  function onPart({ lane, index, items }: Part<Item>): void {
    turn = index;
    handedOver = true;
    const { provider, phase } = lane;
    const event: PageEvent = { provider, operation, items: items.length, more: phase !== "closed" };
    hooks.onPage?.(event);
  }

  return {
    parts: () => merge({ lanes, order, first: turn, gate, onPart }),
    deliver: (part, count) => part.lane.deliver(count),
    token() {
      const states = lanes.map((lane) => lane.state());
      if (states.every((state) => state.status === "end")) {
        return undefined;
      }
      const stays = !handedOver || lanes[turn]?.isBegun() === true;
      return encodeToken({
        subject,
        order,
        turn: (stays ? turn : turn + 1) % lanes.length,
        lanes: Object.fromEntries(names.map((name, index) => [name, states[index] ?? freshLane])),
      });
    },
    report() {
      const providers: Record<string, ProviderReport> = {};
      for (const lane of lanes) {
        providers[lane.provider] = lane.report();
      }
      return reportOf(providers);
    },
    signal: controller.signal,
    check: gate.check,
    close() {
      signal?.removeEventListener("abort", onAbort);
      controller.abort();
    },
  };
}
