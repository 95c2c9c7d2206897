import type { Migration } from "./model.ts";

/** The line to the server on which it says what is new. */
export interface Live {
  readonly state: "connecting" | "open" | "lost";
}

interface Listener {
  snapshot(): void;
  migration(item: Migration): void;
  /** The line was found or lost. */
  changed(): void;
}

/** Milliseconds until a line that the server refused is asked for again. */
const retryDelay = 5_000;

/** Listens for as long as the page is open. */
export function listen(listener: Listener): Live {
  const live: { state: Live["state"] } = { state: "connecting" };
  const become = (state: Live["state"]): void => {
    const before = live.state;
    live.state = state;
    if (before === "lost" && state === "open") {
      listener.snapshot(); // what was said meanwhile was not heard
    }
    if (before !== state) {
      listener.changed();
    }
  };
  const open = (): void => {
    const source = new EventSource("/api/v1/events");
    source.addEventListener("open", () => {
      become("open");
    });
    source.addEventListener("error", () => {
      become("lost");
      // The browser itself connects anew when a line breaks, but not when an answer was no line.
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(open, retryDelay);
      }
    });
    source.addEventListener("snapshot", () => {
      listener.snapshot();
    });
    source.addEventListener("migration", (event) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own server's event
      listener.migration(JSON.parse(String(event.data)) as Migration);
    });
  };
  open();
  return live;
}
