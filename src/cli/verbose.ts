import type { Hooks } from "../core/hooks.ts";
import type { Channel } from "./io.ts";
import { number, printable } from "./output/text.ts";

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

export interface Verbose {
  readonly hooks: Hooks;
  /** Says nothing any more: what is cancelled at the end of a run must not come behind its report. */
  end(): void;
}

/** Says on stderr what goes on, a line each. The events hold no key, no query, no body and no person. */
export function createVerbose(stderr: Channel): Verbose {
  let ended = false;
  const say = (line: string): void => {
    if (!ended) {
      void stderr.write(`${printable(line)}\n`);
    }
  };
  const hooks: Hooks = {
    onRequest: ({ provider, operation, method, url, status, attempt, duration, requestId }) => {
      const id = requestId === null ? "" : `, request id ${requestId}`;
      const what = status === null ? "no answer" : String(status);
      say(
        `${provider} ${operation}: ${method} ${url} ${what} in ${number(Math.round(duration))} ms, attempt ${attempt}${id}`,
      );
    },
    onPage: ({ provider, operation, items, more }) =>
      say(`${provider} ${operation}: page of ${items}, ${more ? "more to come" : "the last"}`),
    onRetry: ({ provider, operation, attempt, delay, code, status }) => {
      const what = status === null ? code : `${code} ${status}`;
      say(
        `${provider} ${operation}: attempt ${attempt} failed (${what}), again in ${seconds(delay)}`,
      );
    },
    onDiagnostic: ({ provider, operation, path, message, code }) =>
      say(`${provider} ${operation}: noticed ${path} ${message} (${code})`),
  };
  return {
    hooks,
    end() {
      ended = true;
    },
  };
}
