import type { Io } from "../io.ts";
import type { Kind } from "./kind.ts";
import { counted } from "./text.ts";

/** One line on a terminal that says how far a run is. */
export interface Progress {
  show(written: number): void;
  clear(): void;
}

/** Only where a person looks on, and where nothing else is being written to the same screen. */
export function createProgress(kind: Kind<never>, io: Io, enabled: boolean): Progress {
  let shown = false;
  return {
    show(written) {
      if (enabled && io.stderr.isTTY) {
        shown = true;
        void io.stderr.write(`\r\u001b[K${counted(written, kind.singular)} so far …`);
      }
    },
    clear() {
      if (shown) {
        shown = false;
        void io.stderr.write("\r\u001b[K");
      }
    },
  };
}
