import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Answer, Question } from "./continuing-process.ts";

const script = fileURLToPath(new URL("continuing-process.ts", import.meta.url));

/** One other process for many questions. */
export interface OtherProcess extends AsyncDisposable {
  readonly ask: (question: Question) => Promise<Answer>;
}

export function createOtherProcess(): OtherProcess {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done === true) {
        throw new Error("The other process has ended.");
      }
      return JSON.parse(value);
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      if (child.exitCode === null) {
        await once(child, "exit");
      }
    },
  };
}
