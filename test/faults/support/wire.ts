import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { turns } from "./deadline.ts";
import type { Exchange } from "./raw-server.ts";

/** The answer that should have been sent. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

type Sender = (answer: Answer, exchange: Exchange) => void;

function head(answer: Answer, headers: readonly (readonly [string, string])[] = []): string {
  const lines = [...answer.headers, ...headers].map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${answer.status} Canary\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`;
}

const lengthOf = (length: number | string): readonly [string, string] => [
  "content-length",
  String(length),
];
const chunked = ["transfer-encoding", "chunked"] as const;
const chunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
const lastChunk = "0\r\n\r\n";
const half = ({ body }: Answer): Buffer => body.subarray(0, Math.floor(body.length / 2));

/** Sends the answer as it should be, under another content encoding or none. */
function whole(answer: Answer, { socket, answered }: Exchange): void {
  socket.write(head(answer, [lengthOf(answer.body.length)]));
  socket.write(answer.body);
  answered();
}

const encoded =
  (encoding: string, encode: (body: Buffer) => Buffer): Sender =>
  (answer, exchange) => {
    const headers = [...answer.headers, ["content-encoding", encoding] as const];
    whole({ ...answer, headers, body: encode(answer.body) }, exchange);
  };

/** Writes for as long as the client takes it, and not faster. */
function pour(socket: Socket, piece: Buffer, times: number): void {
  let left = times;
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(piece)) {
        socket.once("drain", more);
        return;
      }
    }
  };
  more();
}

/** Nothing more comes, and once the client has read what did, its deadline passes. */
async function fallSilent({ pass }: Exchange, after = 20): Promise<void> {
  await turns(after);
  pass(10);
}

/** A byte every tenth of the deadline: something always comes, and it never ends within one. */
async function drip(bytes: Buffer, { socket, pass }: Exchange): Promise<void> {
  for (let sent = 0; sent < bytes.length && !socket.destroyed; sent += 1) {
    socket.write(bytes.subarray(sent, sent + 1));
    await turns(2);
    pass(sent < 10 ? 1 : 0);
  }
}

/** Zeros by the thousandfold: a member of 10 kB that unpacks to 10 MB, and gzip allows any number of them. */
const bombMember = gzipSync(Buffer.alloc(10_000_000));
const mebibyte = Buffer.alloc(1_048_576, 32);

/** What can go wrong with an answer below HTTP, and the odd ways in which it is all right. */
export const wires = {
  whole,
  "reset at once": (_answer, { socket }) => void socket.resetAndDestroy(),
  "closed at once": (_answer, { socket }) => void socket.end(),
  "reset in the status line": (_answer, { socket }) =>
    void socket.write("HTTP/1.1 20", () => socket.resetAndDestroy()),
  "closed in the headers": (_answer, { socket }) =>
    void socket.end("HTTP/1.1 200 OK\r\ncontent-type: applic"),
  "reset before the body": (answer, { socket }) =>
    void socket.write(head(answer, [lengthOf(answer.body.length)]), () => socket.resetAndDestroy()),
  "reset in the body": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(answer.body.length)]));
    socket.write(half(answer), () => socket.resetAndDestroy());
  },
  "closed in the body": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(answer.body.length)]));
    socket.end(half(answer));
  },
  "longer length than body": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(answer.body.length + 100)]));
    socket.end(answer.body);
  },
  "shorter length than body": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(answer.body.length - 20)]));
    socket.end(answer.body);
  },
  "length that is no number": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf("many")]));
    socket.end(answer.body);
  },
  "negative length": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(-1)]));
    socket.end(answer.body);
  },
  "two lengths": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(answer.body.length), lengthOf(answer.body.length - 20)]));
    socket.end(answer.body);
  },
  "chunks cut": (answer, { socket }) => {
    socket.write(head(answer, [chunked]));
    socket.end(chunk(half(answer)));
  },
  "chunks cut after all of the body": (answer, { socket }) => {
    socket.write(head(answer, [chunked]));
    socket.end(chunk(answer.body));
  },
  "chunk size that is no number": (answer, { socket }) => {
    socket.write(head(answer, [chunked]));
    socket.write(chunk(half(answer)));
    socket.end("many\r\n{}\r\n");
  },
  "chunks of one byte": (answer, { socket, answered }) => {
    socket.write(head(answer, [chunked]));
    for (const byte of answer.body) {
      socket.write(chunk(Buffer.of(byte)));
    }
    socket.write(lastChunk);
    answered();
  },
  "body that ends with the connection": (answer, { socket, answered }) => {
    socket.write(head(answer, [["connection", "close"]]));
    socket.end(answer.body);
    answered();
  },
  "closed after the answer": (answer, { socket, answered }) => {
    socket.write(head(answer, [lengthOf(answer.body.length)]));
    socket.end(answer.body);
    answered();
  },
  "early hints first": (answer, exchange) => {
    exchange.socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
    whole(answer, exchange);
  },
  "early hints without end": (_answer, exchange) => {
    const hint = Buffer.from("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
    pour(exchange.socket, hint, 10_000_000);
    void fallSilent(exchange, 2); // a client takes thousands of them in a turn
  },
  "another protocol": (_answer, { socket }) =>
    void socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: acme\r\n\r\nacme"),
  "garbage instead of HTTP": (_answer, { socket }) => void socket.write("SSH-2.0-OpenSSH_9.9\r\n"),
  "a page without HTTP": (_answer, { socket }) => void socket.end("<html>Back soon</html>"),
  "headers without end": (answer, { socket }) => {
    socket.write(head(answer).slice(0, -2));
    pour(socket, Buffer.from(`x-more: ${"x".repeat(1000)}\r\n`), 1_000_000);
  },
  "the answer twice": (answer, { socket, answered }) => {
    const once = Buffer.concat([
      Buffer.from(head(answer, [lengthOf(answer.body.length)])),
      answer.body,
    ]);
    socket.write(Buffer.concat([once, once]));
    answered();
  },
  "nothing at all": (_answer, exchange) => void fallSilent(exchange),
  "nothing after the headers": (answer, exchange) => {
    exchange.socket.write(head(answer, [lengthOf(answer.body.length)]));
    void fallSilent(exchange);
  },
  "nothing after half the body": (answer, exchange) => {
    exchange.socket.write(head(answer, [lengthOf(answer.body.length)]));
    exchange.socket.write(half(answer));
    void fallSilent(exchange);
  },
  "no end after the last chunk but one": (answer, exchange) => {
    exchange.socket.write(head(answer, [chunked]));
    exchange.socket.write(chunk(answer.body));
    void fallSilent(exchange);
  },
  "headers a byte at a time": (answer, exchange) =>
    void drip(Buffer.from(head(answer, [["x-padding", "x".repeat(5000)]])), exchange),
  "a body a byte at a time": (answer, exchange) => {
    exchange.socket.write(head(answer, [lengthOf(answer.body.length)]));
    void drip(answer.body, exchange);
  },
  "an enormous body": (answer, { socket }) => {
    socket.write(head(answer, [lengthOf(10_000 * mebibyte.length)]));
    pour(socket, mebibyte, 10_000);
  },
  "an endless body": (answer, { socket }) => {
    socket.write(head(answer, [chunked]));
    pour(socket, chunk(mebibyte), Number.POSITIVE_INFINITY);
  },
  "a body that unpacks to gigabytes": (answer, { socket }) => {
    socket.write(head(answer, [["content-encoding", "gzip"], chunked]));
    pour(socket, chunk(bombMember), 10_000);
  },
  "gzip cut": (answer, { socket }) => {
    const packed = gzipSync(answer.body);
    const headers = [["content-encoding", "gzip"] as const, lengthOf(packed.length - 10)];
    socket.write(head(answer, headers));
    socket.end(packed.subarray(0, -10));
  },
  "gzip that is none": encoded("gzip", (body) => body),
  gzip: encoded("gzip", (body) => gzipSync(body)),
  deflate: encoded("deflate", (body) => deflateSync(body)),
  brotli: encoded("br", (body) => brotliCompressSync(body)),
  "an encoding nobody knows": encoded("acme", (body) => body),
} satisfies Readonly<Record<string, Sender>>;

/** The name of something that a wire can do to an answer. */
export type Wire = keyof typeof wires;
