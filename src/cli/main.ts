#!/usr/bin/env node
import { isatty } from "node:tty";

import { interruption } from "./failures.ts";
import type { Channel } from "./io.ts";
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
  env: process.env,
  cwd: process.cwd(),
  signal: controller.signal,
});
// Everything is written by now; what a configuration module left open does not keep the process.
process.exit(code);
