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

/** Listens for as long as the page is open; the browser itself connects anew when the line is lost. */
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
  const source = new EventSource("/api/v1/events");
  source.addEventListener("open", () => {
    become("open");
  });
  source.addEventListener("error", () => {
    become("lost");
  });
  source.addEventListener("snapshot", () => {
    listener.snapshot();
  });
  source.addEventListener("migration", (event) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own server's event
    listener.migration(JSON.parse(String(event.data)) as Migration);
  });
  return live;
}
