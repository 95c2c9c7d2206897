import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";

import * as z from "zod";

import { build } from "./build.ts";
import type { Input } from "./input.ts";
import type { Figures } from "./variant.ts";

export interface Variant {
  /** A script of `bench/variants`, without its ending. */
  readonly script: string;
  /** Its one argument. */
  readonly input: Input | readonly string[];
  /** Flags for node. */
  readonly flags?: readonly string[] | undefined;
}

const figures = z.record(z.string(), z.number());

function startFile(file: string, input: unknown, flags: readonly string[] = []): ChildProcess {
  return fork(file, [JSON.stringify(input)], { execArgv: [...flags] });
}

/** Starts a script of `bench` in a process of its own, with one argument of JSON. */
export function start(script: string, input: unknown): ChildProcess {
  return startFile(fileURLToPath(new URL(`../${script}.ts`, import.meta.url)), input);
}

/** The next message of a child; rejects if the child ends without one. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const leaving = new AbortController();
  const { signal } = leaving;
  try {
    const [message]: unknown[] = await Promise.race([
      once(child, "message", { signal }),
      once(child, "exit", { signal }).then(([code]) => {
        throw new Error(`${child.spawnargs[1] ?? "a child"} ended with ${String(code)}`);
      }),
    ]);
    return message;
  } finally {
    leaving.abort();
  }
}

/** Runs a variant in a fresh process. */
export async function run({ script, input, flags }: Variant): Promise<Figures> {
  const file = path.join(await build(), `bench/variants/${script}.js`);
  const child = startFile(file, input, flags);
  const exited = once(child, "exit");
  const answer = figures.parse(await nextMessage(child));
  await exited;
  return answer;
}
