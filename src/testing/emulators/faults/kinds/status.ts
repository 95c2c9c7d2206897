import type { Definitions } from "../definition.ts";
import type { Scene } from "../scene.ts";
import type { Source } from "../source.ts";
import { compact } from "../source.ts";
import { isBodiless, sendable } from "./sendable.ts";

interface ErrorText {
  /** The vendor's error code. @default the vendor's own for this status */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** The message repeats the `Authorization` header that was sent, as careless gateways do. */
  readonly echoAuthorization?: true | undefined;
}

export interface StatusFaults {
  status: ErrorText & {
    readonly status: number;
    /** Sent as it is: seconds, or any text. */
    readonly retryAfter?: number | string | undefined;
    /** Sent as an HTTP date, so many seconds from the emulator's now; negative = in the past. */
    readonly retryAfterDate?: number | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    /** @default the vendor's error envelope */
    readonly body?: string | undefined;
  };
  errorEnvelope: ErrorText;
  expiredCursor: {};
  redirect: {
    /** @default 307 */
    readonly status?: number | undefined;
    readonly location: string;
  };
}

const readErrorText = (from: Source): ErrorText =>
  compact({
    code: from.labelled("code", "code", (behind) => behind.text("code")),
    message: from.labelled("message", "message", (behind) => behind.text("message")),
    echoAuthorization: from.flag("echoAuthorization", "echo-authorization"),
  });

const quoted = (label: string, value: string | undefined): string =>
  value === undefined ? "" : ` ${label} ${JSON.stringify(value)}`;

const writeErrorText = ({ code, message, echoAuthorization }: ErrorText): string =>
  quoted("code", code) +
  quoted("message", message) +
  (echoAuthorization === true ? " echo-authorization" : "");

function errorAnswer(status: number, text: ErrorText, scene: Scene): Response {
  const { code, message = "The emulator was told to fail.", echoAuthorization } = text;
  const sent = scene.exchange.header("authorization") ?? "no Authorization";
  const echoed = echoAuthorization === true ? ` The request had: ${sent}` : "";
  return scene.failure(status, code, message + echoed);
}

function readRetryAfter(from: Source): number | string {
  const value = from.numberOrText("retryAfter");
  return typeof value === "string" ? sendable(value) : value;
}

function checkHeaders(headers: Readonly<Record<string, string>> | undefined) {
  for (const [name, value] of Object.entries(headers ?? {})) sendable(value, name);
  return headers;
}

export const statusFaults: Definitions<StatusFaults> = {
  status: {
    words: ["status"],
    takes:
      "STATUS [retry-after SECONDS|TEXT] [retry-after-date SECONDS] [code WORD] [message TEXT] [header NAME VALUE]… [body TEXT] [echo-authorization]",
    summary:
      "Answers with a status, in the vendor's error envelope unless there is a `body`. `retry-after` is sent as it stands; `retry-after-date` is sent as a date, so many seconds from the emulator's now, or before it. `echo-authorization` puts the key into the message. The word `status` may be left out.",
    example: "whop.list page 3: 429 retry-after 2",
    read: (from) =>
      compact({
        kind: "status",
        status: from.number("status", { least: 200, most: 599 }),
        retryAfter: from.labelled("retryAfter", "retry-after", (behind) => readRetryAfter(behind)),
        retryAfterDate: from.labelled("retryAfterDate", "retry-after-date", (behind) =>
          behind.number("retryAfterDate"),
        ),
        headers: checkHeaders(from.pairs("headers", "header")),
        body: from.labelled("body", "body", (behind) => behind.text("body")),
        ...readErrorText(from),
      }),
    write: (fault) =>
      [
        String(fault.status),
        fault.retryAfter === undefined ? "" : ` retry-after ${JSON.stringify(fault.retryAfter)}`,
        fault.retryAfterDate === undefined ? "" : ` retry-after-date ${fault.retryAfterDate}`,
        writeErrorText(fault),
        ...Object.entries(fault.headers ?? {}).map(([name, value]) =>
          quoted("header", name).concat(` ${JSON.stringify(value)}`),
        ),
        quoted("body", fault.body),
      ].join(""),
    play(fault, scene) {
      const { status, retryAfter, retryAfterDate, headers = {}, body } = fault;
      const plain = errorAnswer(isBodiless(status) ? 500 : status, fault, scene);
      const text = isBodiless(status) ? null : (body ?? plain.body);
      const answer = new Response(text, { status, headers: plain.headers });
      if (retryAfter !== undefined) answer.headers.set("retry-after", String(retryAfter));
      if (retryAfterDate !== undefined) {
        const now = scene.now();
        // A date means something only beside the vendor's own.
        answer.headers.set("date", new Date(now).toUTCString());
        answer.headers.set("retry-after", new Date(now + retryAfterDate * 1000).toUTCString());
      }
      for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
      return answer;
    },
  },
  errorEnvelope: {
    words: ["error envelope"],
    takes: "[code WORD] [message TEXT] [echo-authorization]",
    summary: "Answers with the vendor's error envelope and status 200.",
    example: 'sonarly.list page 2: error envelope code INTERNAL message "Try again."',
    read: (from) => ({ kind: "errorEnvelope", ...readErrorText(from) }),
    write: (fault) => `error envelope${writeErrorText(fault)}`,
    play: (fault, scene) => errorAnswer(200, fault, scene),
  },
  expiredCursor: {
    words: ["expired cursor"],
    summary:
      "Refuses the cursor that was sent as the vendor's emulator refuses one that has expired: 400.",
    example: "batch.list page 2: expired cursor",
    needs: "pages",
    read: () => ({ kind: "expiredCursor" }),
    write: () => "expired cursor",
    play(_, { exchange, shape: { expired, query }, failure }) {
      // A first page has no cursor that could have expired.
      if (exchange.query(query.cursor) === undefined) return undefined;
      return failure(400, expired.code, expired.message);
    },
  },
  redirect: {
    words: ["redirect"],
    takes: "[STATUS] ADDRESS",
    summary: "Redirects to another address, with 307 unless a status is given.",
    example: 'whop.list page 1: redirect 302 "https://elsewhere.example/audiences"',
    read: (from) =>
      compact({
        kind: "redirect",
        status: from.maybeNumber("status", { least: 300, most: 399 }),
        location: sendable(from.text("location")),
      }),
    write: ({ status, location }) =>
      `redirect ${status === undefined ? "" : `${status} `}${JSON.stringify(location)}`,
    play: ({ status = 307, location }) => new Response(null, { status, headers: { location } }),
  },
};
