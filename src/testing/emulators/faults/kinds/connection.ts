import { bytesOf, withBody } from "../answers.ts";
import type { Definitions, Played } from "../definition.ts";
import type { Scene } from "../scene.ts";
import type { Source } from "../source.ts";
import { compact } from "../source.ts";
import { bodyOf, breakingBody, broken, never } from "../streams.ts";

export interface ConnectionFaults {
  delay: { readonly milliseconds: number };
  apply: {};
  drop: {
    /** What the system calls it, such as ENOTFOUND; seen in process only. @default "ECONNRESET" */
    readonly code?: string | undefined;
  };
  dropBody: {
    /** Bytes that still come. @default half of them */
    readonly after?: number | undefined;
  };
  stall: {};
  stallBody: {
    /** Bytes that still come. @default 0 */
    readonly after?: number | undefined;
  };
  drip: {
    /** Milliseconds before each byte. @default 1000 */
    readonly every?: number | undefined;
  };
}

const readAfter = (from: Source): number | undefined =>
  from.labelled("after", "after", (behind) => behind.number("after", { least: 0 }));

const writeAfter = (bytes: number | undefined): string =>
  bytes === undefined ? "" : ` after ${bytes}`;

/** The bytes of the answer, to be sent in another way; an answer without a body cannot be. */
async function resent(
  scene: Scene,
  body: (bytes: Uint8Array<ArrayBuffer>) => ReadableStream,
): Promise<Played> {
  const answer = await scene.answer();
  return answer.body === null ? undefined : withBody(answer, body(await bytesOf(answer)));
}

export const connectionFaults: Definitions<ConnectionFaults> = {
  delay: {
    words: ["delay"],
    takes: "MILLISECONDS",
    summary: "Waits so many milliseconds.",
    example: "sonarly.list always: delay 250",
    read: (from) => ({ kind: "delay", milliseconds: from.number("milliseconds", { least: 0 }) }),
    write: ({ milliseconds }) => `delay ${milliseconds}`,
    async play({ milliseconds }, scene): Promise<Played> {
      await scene.wait(milliseconds, scene.signal);
      return "waited";
    },
  },
  apply: {
    words: ["apply"],
    summary: "Lets the operation do its work; the faults behind `then` befall its answer.",
    example: "whop.list call 2: apply then drop",
    read: () => ({ kind: "apply" }),
    write: () => "apply",
    play: (_, scene) => scene.answer(),
  },
  drop: {
    words: ["drop", "drop connection"],
    takes: "[code WORD]",
    summary:
      "Breaks the connection before any answer. In process, `code` can name another failure: ENOTFOUND, ECONNREFUSED.",
    example: "batch.list call 2: drop",
    isLast: true,
    read: (from) =>
      compact({
        kind: "drop",
        code: from.labelled("code", "code", (behind) => behind.text("code")),
      }),
    write: ({ code }) => (code === undefined ? "drop" : `drop code ${JSON.stringify(code)}`),
    play({ code }) {
      throw broken("fetch failed", code);
    },
  },
  dropBody: {
    words: ["drop body"],
    takes: "[after BYTES]",
    summary: "Breaks the connection in the body: after half of it, or after so many bytes.",
    example: "whop.list page 2: drop body after 100",
    isLast: true,
    read: (from) => compact({ kind: "dropBody", after: readAfter(from) }),
    write: ({ after }) => `drop body${writeAfter(after)}`,
    play: ({ after }, scene) =>
      resent(scene, (bytes) =>
        breakingBody(bytes.slice(0, after ?? Math.floor(bytes.length / 2)), scene.signal),
      ),
  },
  stall: {
    words: ["stall"],
    summary: "Takes the request and never answers.",
    example: "sonarly.list page 1: stall",
    isLast: true,
    read: () => ({ kind: "stall" }),
    write: () => "stall",
    play: (_, scene) => never(scene.signal),
  },
  stallBody: {
    words: ["stall body"],
    takes: "[after BYTES]",
    summary: "Sends the headers, and so many bytes if told to, then nothing more.",
    example: "batch.list page 2: stall body after 40",
    isLast: true,
    read: (from) => compact({ kind: "stallBody", after: readAfter(from) }),
    write: ({ after }) => `stall body${writeAfter(after)}`,
    play: ({ after = 0 }, scene) =>
      resent(scene, (bytes) =>
        bodyOf(async function* (signal) {
          if (after > 0) yield bytes.slice(0, after);
          await never(signal);
        }, scene.signal),
      ),
  },
  drip: {
    words: ["drip"],
    takes: "[every MILLISECONDS]",
    summary: "Sends the body byte by byte, one a second unless told otherwise (milliseconds).",
    example: "sonarly.list page 1: drip every 500",
    isLast: true,
    read: (from) =>
      compact({
        kind: "drip",
        every: from.labelled("every", "every", (behind) => behind.number("every", { least: 0 })),
      }),
    write: ({ every }) => (every === undefined ? "drip" : `drip every ${every}`),
    play: ({ every = 1000 }, scene) =>
      resent(scene, (bytes) =>
        bodyOf(async function* (signal) {
          for (let index = 0; index < bytes.length; index += 1) {
            await scene.wait(every, signal);
            yield bytes.slice(index, index + 1);
          }
        }, scene.signal),
      ),
  },
};
