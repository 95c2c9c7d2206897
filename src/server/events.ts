import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

import { refuse } from "./failure.ts";
import type { News, Watch } from "./watch.ts";

/** Pages that listen at once; each holds a connection. */
const mostListeners = 32;
/** In ms; keeps proxies from closing a line on which nothing happens. */
const pingInterval = 15_000;

function messageOf(news: News): { readonly event: string; readonly data: string } {
  const data =
    news.event === "snapshot"
      ? { id: news.snapshot.id, takenAt: new Date(news.snapshot.at).toISOString() }
      : news.migration;
  return { event: news.event, data: JSON.stringify(data) };
}

/** Server-sent events: every snapshot and every step of a migration, for as long as the page listens. */
export function eventsResponse(
  context: Context,
  watch: Watch,
  ended: AbortSignal,
): Response | Promise<Response> {
  if (watch.listeners >= mostListeners) {
    return refuse(context, 429, "Too many pages are open; close one of them.", {
      "retry-after": "30",
    });
  }
  return streamSSE(context, async (stream) => {
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    const stop = watch.listen((news) => void stream.writeSSE(messageOf(news)).catch(leave));
    const ping = setInterval(() => {
      stream.writeSSE({ event: "ping", data: "" }).catch(leave);
    }, pingInterval);
    try {
      stream.onAbort(leave);
      ended.addEventListener("abort", leave, { signal: leaving.signal });
      await stream.writeSSE({ event: "ping", data: "" });
      if (!ended.aborted && !leaving.signal.aborted) {
        await new Promise<void>((resolve) => {
          leaving.signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    } finally {
      clearInterval(ping);
      stop();
      leaving.abort();
    }
  });
}
