import { bytesOf, withBody } from "../answers.ts";
import type { Definition, Definitions } from "../definition.ts";
import type { Source } from "../source.ts";
import { compact } from "../source.ts";
import { isBodiless, sendable } from "./sendable.ts";

export interface BodyFaults {
  html: {
    /** @default 200 */
    readonly status?: number | undefined;
  };
  plainText: {};
  emptyBody: {};
  nullBody: {};
  emptyArray: {};
  emptyObject: {};
  rawBody: {
    readonly body: string;
    /** @default "application/json" */
    readonly type?: string | undefined;
  };
  truncated: {
    /** Bytes that are left. @default half of them */
    readonly after?: number | undefined;
  };
  contentType: { readonly type: string };
}

const challenge = `<!doctype html>
<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>
`;

const answer = (body: string, type = "application/json", status = 200): Response =>
  new Response(body, { status, headers: { "content-type": type } });

type Fixed = "plainText" | "emptyBody" | "nullBody" | "emptyArray" | "emptyObject";

/** A fault that is always the same body, with 200. */
const fixed = <Kind extends Fixed>(
  kind: { readonly kind: Kind } & BodyFaults[Kind],
  words: string,
  body: string,
  summary: string,
  example: string,
): Definition<{ readonly kind: Kind } & BodyFaults[Kind]> => ({
  words: [words],
  summary,
  example,
  read: () => kind,
  write: () => words,
  play: () => answer(body, kind.kind === "plainText" ? "text/plain" : undefined),
});

const readType = (from: Source): string | undefined =>
  from.labelled("type", "type", (behind) => sendable(behind.text("type")));

function readPageStatus(from: Source): number | undefined {
  const status = from.maybeNumber("status", { least: 200, most: 599 });
  if (status !== undefined && isBodiless(status))
    throw new Error(`status must be one of an answer with a body, not ${status}`);
  return status;
}

export const bodyFaults: Definitions<BodyFaults> = {
  html: {
    words: ["html"],
    takes: "[STATUS]",
    summary: "Answers with an HTML page, as gateways do; 200 unless a status is given.",
    example: "whop.list page 2: html",
    read: (from) => compact({ kind: "html", status: readPageStatus(from) }),
    write: ({ status }) => (status === undefined ? "html" : `html ${status}`),
    play: ({ status }) => answer(challenge, "text/html; charset=utf-8", status),
  },
  plainText: fixed(
    { kind: "plainText" },
    "plain text",
    "OK",
    "Answers with the plain text `OK` and 200.",
    "batch.list page 1: plain text",
  ),
  emptyBody: fixed(
    { kind: "emptyBody" },
    "empty body",
    "",
    "Answers with 200 and no byte.",
    "sonarly.list page 2: empty body",
  ),
  nullBody: fixed(
    { kind: "nullBody" },
    "null",
    "null",
    "Answers with `null` and 200.",
    "whop.list page 1: null",
  ),
  emptyArray: fixed(
    { kind: "emptyArray" },
    "[]",
    "[]",
    "Answers with `[]` and 200.",
    "batch.list page 1: []",
  ),
  emptyObject: fixed(
    { kind: "emptyObject" },
    "{}",
    "{}",
    "Answers with `{}` and 200.",
    "sonarly.list page 1: {}",
  ),
  rawBody: {
    words: ["body"],
    takes: "TEXT [type TEXT]",
    summary: "Answers with these very bytes and 200, as JSON unless a type is given.",
    example: 'whop.list page 2: body "{\\"data\\":[}" type "application/json"',
    read: (from) => compact({ kind: "rawBody", type: readType(from), body: from.text("body") }),
    write: ({ body, type }) =>
      `body ${JSON.stringify(body)}${type === undefined ? "" : ` type ${JSON.stringify(type)}`}`,
    play: ({ body, type }) => answer(body, type),
  },
  truncated: {
    words: ["truncated json"],
    takes: "[after BYTES]",
    summary:
      "Ends the body too early, after half of it or so many bytes, on a connection that stays whole.",
    example: "batch.list page 2: truncated json after 60",
    read: (from) =>
      compact({
        kind: "truncated",
        after: from.labelled("after", "after", (behind) => behind.number("after", { least: 0 })),
      }),
    write: ({ after }) => `truncated json${after === undefined ? "" : ` after ${after}`}`,
    async play({ after }, scene) {
      const whole = await scene.answer();
      const bytes = await bytesOf(whole);
      const left = after ?? Math.floor(bytes.length / 2);
      return left < bytes.length ? withBody(whole, bytes.slice(0, left)) : undefined;
    },
  },
  contentType: {
    words: ["content type"],
    takes: "TEXT",
    summary: "Calls the answer something else than JSON, and leaves it as it is.",
    example: 'sonarly.list page 1: content type "text/plain"',
    read: (from) => ({ kind: "contentType", type: sendable(from.text("type")) }),
    write: ({ type }) => `content type ${JSON.stringify(type)}`,
    async play({ type }, scene) {
      const whole = await scene.answer();
      const other = withBody(whole, whole.clone().body);
      other.headers.set("content-type", type);
      return other;
    },
  },
};
