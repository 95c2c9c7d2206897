import type { Io } from "../io.ts";
import type { Kind } from "./kind.ts";
import { counted, printable } from "./text.ts";

/** One line on a terminal that is written over. */
export interface Line {
  show(text: string): void;
  clear(): void;
}

/** Only where a person looks on, and where nothing else is being written to the same screen. */
export function createLine(io: Io, enabled: boolean): Line {
  let shown = false;
  return {
    show(text) {
      if (enabled && io.stderr.isTTY) {
        shown = true;
        void io.stderr.write(`\r\u001b[K${printable(text)}`);
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

/** Says how far a reading is. */
export interface Progress {
  show(written: number): void;
  clear(): void;
}

export function createProgress(kind: Kind<never>, io: Io, enabled: boolean): Progress {
  const line = createLine(io, enabled);
  return {
    show: (written) => line.show(`${counted(written, kind.singular)} so far …`),
    clear: line.clear,
  };
}
