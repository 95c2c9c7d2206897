import { bytesOf, withBody } from "../answers.ts";
import type { Definitions, Played } from "../definition.ts";
import type { Scene } from "../scene.ts";
import { compact, writeBytes } from "../source.ts";
import { bodyOf, compressed } from "../streams.ts";

export interface SizeFaults {
  oversized: {
    readonly bytes: number;
    /** Sent compressed; the bytes are counted before that. */
    readonly gzip?: true | undefined;
  };
  endless: { readonly gzip?: true | undefined };
}

const encoder = new TextEncoder();
const chunk: Uint8Array<ArrayBuffer> = new Uint8Array(65_536).fill("x".charCodeAt(0));

/** The answer with so much padding before its first member, made while it is read. */
async function padded(scene: Scene, bytes: number, gzip: true | undefined): Promise<Played> {
  const answer = await scene.answer();
  const own = await bytesOf(answer);
  if (own[0] !== "{".charCodeAt(0)) return undefined;
  const isEmpty = own[1] === "}".charCodeAt(0);
  const body = bodyOf(async function* () {
    yield encoder.encode('{"padding":"');
    for (let left = bytes; left > 0; left -= chunk.length)
      yield left < chunk.length ? chunk.slice(0, left) : chunk;
    yield encoder.encode(isEmpty ? '"' : '",');
    yield own.slice(1);
  }, scene.signal);
  if (gzip !== true) return withBody(answer, body);
  const smaller = withBody(answer, compressed(body));
  smaller.headers.set("content-encoding", "gzip");
  return smaller;
}

export const sizeFaults: Definitions<SizeFaults> = {
  oversized: {
    words: ["oversized", "oversized page"],
    takes: "BYTES [gzip]",
    summary:
      "Puts so much padding (kB, MB, GB) into the answer, made while it is read; with `gzip` it travels compressed.",
    example: "whop.list page 2: oversized 50MB gzip",
    isLast: true,
    read: (from) =>
      compact({
        kind: "oversized",
        bytes: from.number("bytes", { least: 0 }),
        gzip: from.flag("gzip", "gzip"),
      }),
    write: ({ bytes, gzip }) => `oversized ${writeBytes(bytes)}${gzip === true ? " gzip" : ""}`,
    play: ({ bytes, gzip }, scene) => padded(scene, bytes, gzip),
  },
  endless: {
    words: ["endless body"],
    takes: "[gzip]",
    summary: "Sends a body that never ends, as fast as it is read; compressed with `gzip`.",
    example: "batch.list page 1: endless body",
    isLast: true,
    read: (from) => compact({ kind: "endless", gzip: from.flag("gzip", "gzip") }),
    write: ({ gzip }) => `endless body${gzip === true ? " gzip" : ""}`,
    play: ({ gzip }, scene) => padded(scene, Infinity, gzip),
  },
};
