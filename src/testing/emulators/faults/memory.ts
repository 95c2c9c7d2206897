import type { Exchange } from "../kit/operations.ts";
import { jsonOf, pageOf } from "./answers.ts";
import type { Json } from "./json.ts";
import type { Earlier } from "./scene.ts";
import type { VendorShape } from "./shapes/shape.ts";
import { isStream } from "./streams.ts";

/** Remembers the pages of lists, for faults that look back at them. */
export interface Memory {
  readonly before: (exchange: Exchange) => Earlier;
  readonly keep: (exchange: Exchange, answer: Response) => Promise<void>;
}

interface Remembered {
  readonly cursors: Map<number, string | undefined>;
  latest: { readonly page: number; readonly items: readonly Json[] } | undefined;
}

export function createMemory(shape: VendorShape): Memory {
  const lists = new Map<string, Remembered>();
  const listOf = ({ operation, request }: Exchange): Remembered => {
    const name = `${operation} ${new URL(request.url).pathname}`;
    const known = lists.get(name) ?? { cursors: new Map(), latest: undefined };
    lists.set(name, known);
    return known;
  };
  return {
    before(exchange) {
      const list = listOf(exchange);
      return {
        cursor: (page) => list.cursors.get(page),
        items: (page) => (list.latest?.page === page ? list.latest.items : []),
      };
    },
    async keep(exchange, answer) {
      const { page } = exchange;
      // A body that is made while it is read may have no end.
      if (page === undefined || (answer.body !== null && isStream(answer.body))) return;
      const body = await jsonOf(answer);
      const found = body === undefined ? undefined : pageOf(body, shape);
      if (found === undefined) return;
      const list = listOf(exchange);
      list.cursors.set(page, exchange.query(shape.query.cursor));
      list.latest = { page, items: found.items };
    },
  };
}
