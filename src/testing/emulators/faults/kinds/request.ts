import type { Definitions, Played } from "../definition.ts";
import { compact } from "../source.ts";

export interface RequestFaults {
  shortRequest: {
    /** Bytes that arrive. @default half of them */
    readonly after?: number | undefined;
  };
}

export const requestFaults: Definitions<RequestFaults> = {
  shortRequest: {
    words: ["short request"],
    takes: "[after BYTES]",
    summary:
      "Lets only half of the request's body arrive, or so many bytes, as if the client had sent no more: an upload is stored short.",
    example: "whop.upload call 1: short request after 1000",
    needs: "request body",
    read: (from) =>
      compact({
        kind: "shortRequest",
        after: from.labelled("after", "after", (behind) => behind.number("after", { least: 0 })),
      }),
    write: ({ after }) => `short request${after === undefined ? "" : ` after ${after}`}`,
    async play({ after }, { exchange, run }): Promise<Played> {
      const { request } = exchange;
      if (request.body === null) return undefined;
      const bytes = new Uint8Array(await request.arrayBuffer());
      const left = bytes.slice(0, after ?? Math.floor(bytes.length / 2));
      const headers = new Headers(request.headers);
      headers.delete("transfer-encoding");
      headers.set("content-length", String(left.length));
      return run({
        ...exchange,
        request: new Request(request.url, { method: request.method, headers, body: left }),
        header: (name) => headers.get(name) ?? undefined,
        text: async () => new TextDecoder().decode(left),
      });
    },
  },
};
