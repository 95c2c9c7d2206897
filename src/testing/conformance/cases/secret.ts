import assert from "node:assert/strict";
import { inspect } from "node:util";

import { mapTexts } from "../json.ts";
import type { Reading, Subject } from "../subject.ts";
import { always, lost, says } from "../wire.ts";
import type { Answer } from "../wire.ts";
import type { Case } from "./case.ts";

/** Everything that a log, a console or a debugger could show of an error and of its causes. */
function everythingOf(error: unknown): string {
  const shown: string[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (const value of queue) {
    if (typeof value !== "object" || value === null || seen.has(value)) {
      shown.push(String(value));
      continue;
    }
    seen.add(value);
    shown.push(
      inspect(value, { depth: 10, showHidden: true, customInspect: false }),
      inspect(value, { depth: 10 }),
      JSON.stringify(value),
    );
    for (const name of Reflect.ownKeys(value)) {
      queue.push(Reflect.get(value, name));
    }
  }
  return shown.join("\n");
}

/** Every spelling in which a text may come back. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/** Case 16: vendors, proxies and platforms that echo the credential. */
function secretCases(subject: Subject, reading: Reading): readonly Case[] {
  const { secret, failure } = subject.spec;
  const echo = async (): Promise<string> => {
    const body: unknown = JSON.parse(await subject.fixture(failure.answer));
    return JSON.stringify(mapTexts(body, (text) => `${text} Bearer ${secret}`));
  };
  const echoes: readonly (readonly [string, () => Promise<Answer>])[] = [
    ["an error body", async () => says(await echo(), { status: failure.status })],
    ["a 401", async () => says(await echo(), { status: 401 })],
    ["a 500", async () => says(await echo(), { status: 500 })],
    ["an error body with 200", async () => says(await echo())],
    ["HTML with 200", async () => says(`<pre>Authorization: Bearer ${secret}</pre>`)],
    ["a header", async () => says("{}", { status: 400, headers: { "x-request-id": secret } })],
    ["a platform's error", async () => lost(`connect failed, Authorization: Bearer ${secret}`)],
  ];
  return echoes.map(([words, answer]) => ({
    title: `16. ${reading.name} keeps the secret out of its error, though ${words} holds it`,
    async run() {
      const { error } = await reading.read(subject.start(always(await answer())));
      assert.ok(error, "it did not fail");
      const shown = everythingOf(error);
      for (const spelling of spellings(secret)) {
        assert.ok(!shown.includes(spelling), "the secret is in the error");
      }
    },
  }));
}

export const keepingTheSecret = (subject: Subject): readonly Case[] =>
  subject.readings.flatMap((reading) => secretCases(subject, reading));
