#!/usr/bin/env node
import { isatty } from "node:tty";

import { interruption } from "./failures.ts";
import type { Channel, Input } from "./io.ts";
import { run } from "./run.ts";

/** @param onError what is thrown to the writer, if anything */
function channelOf(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onError: "throw" | "ignore",
): Channel {
  // Faults are told to whoever writes; without a listener they would end the process with a stack trace.
  stream.on("error", () => undefined);
  const send = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined || onError === "ignore") {
          resolve();
        } else {
          reject(error);
        }
      });
    });
  return {
    write: async (text) => (text === "" ? undefined : send(text)),
    isTTY: isatty(stream.fd),
    get columns() {
      return stream.columns;
    },
  };
}

const stdin: Input = {
  isTTY: isatty(0),
  bytes: () => process.stdin,
  async line(signal) {
    const { createInterface } = await import("node:readline");
    // Not as a terminal: readline would take Ctrl-C for itself.
    const lines = createInterface({ input: process.stdin, terminal: false, signal });
    let first: string | undefined;
    for await (const line of lines) {
      first = line;
      break;
    }
    signal.throwIfAborted(); // an abort ends the lines
    return first;
  },
};

const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Asked twice, whatever is being finished is left.
    if (controller.signal.aborted) {
      process.exit(interruption(signal).exitCode);
    }
    controller.abort(interruption(signal));
  });
}

const code = await run(process.argv.slice(2), {
  stdout: channelOf(process.stdout, "throw"),
  stderr: channelOf(process.stderr, "ignore"),
  stdin,
  env: process.env,
  cwd: process.cwd(),
  signal: controller.signal,
});
// Everything is written by now; what a configuration module left open does not keep the process.
process.exit(code);
