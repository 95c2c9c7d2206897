import { changeJson, changePage, jsonOf, pageOf } from "../answers.ts";
import type { PageOfJson } from "../answers.ts";
import type { Definitions } from "../definition.ts";
import type { Json } from "../json.ts";
import { isJsonArray, valueAt } from "../json.ts";
import type { Changes, Scene } from "../scene.ts";
import { compact } from "../source.ts";

export interface ItemFaults {
  shifted: { readonly items: number };
  repeatItems: { readonly items: number };
  loseItems: { readonly items: number };
  pageSize: { readonly items: number };
  count: {
    /** Left out = no count. */
    readonly value?: Json | undefined;
  };
}

const items = { least: 1, most: 10_000 } as const;

/** A further page of the vendor's own. */
async function further(scene: Scene, changes: Changes): Promise<PageOfJson | undefined> {
  const body = await jsonOf(await scene.ask(changes));
  return body === undefined ? undefined : pageOf(body, scene.shape);
}

/** Where a list goes on behind a page that was put together from others. */
const goingOn = ({ next }: PageOfJson, { shape }: Scene) =>
  [
    [shape.more, next !== undefined],
    ...(next === undefined ? [] : ([[shape.cursor, next]] as const)),
  ] as const;

/** Pages of the vendor's own, put together until there are so many items. */
async function gathered(
  scene: Scene,
  first: PageOfJson,
  wanted: number,
): Promise<PageOfJson | undefined> {
  if (first.items.length >= wanted) return further(scene, { cursor: scene.sent, size: wanted });
  let whole = first;
  while (whole.items.length < wanted && whole.next !== undefined) {
    const size = Math.min(first.items.length, wanted - whole.items.length);
    const page = await further(scene, { cursor: whole.next, size });
    if (page === undefined || page.items.length === 0) return undefined;
    whole = { items: [...whole.items, ...page.items], next: page.next };
  }
  return whole;
}

export const itemFaults: Definitions<ItemFaults> = {
  shifted: {
    words: ["shifted", "overlap"],
    takes: "ITEMS",
    summary:
      "Begins the page with so many items of the page before, as when that many were inserted at the top meanwhile; a page of more than that keeps its size, and nothing is lost.",
    example: "whop.list page 2: shifted 3",
    needs: "pages",
    looksBack: true,
    read: (from) => ({ kind: "shifted", items: from.number("items", items) }),
    write: (fault) => `shifted ${fault.items}`,
    play: (fault, scene) =>
      changePage(scene, async (page) => {
        const again = scene.earlier.items((scene.exchange.page ?? 1) - 1).slice(-fault.items);
        if (again.length === 0) return undefined;
        const left = page.items.length - again.length;
        const rest = left > 0 ? await further(scene, { cursor: scene.sent, size: left }) : page;
        return rest === undefined
          ? undefined
          : [[scene.shape.items, [...again, ...rest.items]], ...goingOn(rest, scene)];
      }),
  },
  repeatItems: {
    words: ["repeat items"],
    takes: "ITEMS",
    summary: "Ends the page with its last so many items once more.",
    example: "sonarly.list page 1: repeat items 2",
    needs: "pages",
    read: (from) => ({ kind: "repeatItems", items: from.number("items", items) }),
    write: (fault) => `repeat items ${fault.items}`,
    play: (fault, scene) =>
      changePage(scene, (page) =>
        page.items.length === 0
          ? undefined
          : [[scene.shape.items, [...page.items, ...page.items.slice(-fault.items)]]],
      ),
  },
  loseItems: {
    words: ["lose items"],
    takes: "ITEMS",
    summary:
      "Leaves out the first so many items of the page, as when that many were removed meanwhile; only a count can tell.",
    example: "batch.list page 2: lose items 3",
    needs: "pages",
    read: (from) => ({ kind: "loseItems", items: from.number("items", items) }),
    write: (fault) => `lose items ${fault.items}`,
    play: (fault, scene) =>
      changePage(scene, (page) =>
        page.items.length === 0 ? undefined : [[scene.shape.items, page.items.slice(fault.items)]],
      ),
  },
  pageSize: {
    words: ["page size"],
    takes: "ITEMS",
    summary: "Gives a page of so many items, whatever was asked for; the list goes on behind them.",
    example: "sonarly.list always: page size 7",
    needs: "pages",
    read: (from) => ({ kind: "pageSize", items: from.number("items", items) }),
    write: (fault) => `page size ${fault.items}`,
    play: (fault, scene) =>
      changePage(scene, async (page) => {
        if (page.items.length === 0) return undefined;
        const whole = await gathered(scene, page, fault.items);
        return whole === undefined
          ? undefined
          : [[scene.shape.items, whole.items], ...goingOn(whole, scene)];
      }),
  },
  count: {
    words: ["count"],
    takes: "JSON|missing",
    summary: "Writes something else where the vendor counts: a number, a text, null or missing.",
    example: "batch.list page 1: count -1",
    needs: "count",
    read: (from) => compact({ kind: "count", value: from.value("value") }),
    write: ({ value }) => `count ${value === undefined ? "missing" : JSON.stringify(value)}`,
    play: ({ value }, scene) =>
      changeJson(scene, (body) => {
        const { count, items: list } = scene.shape;
        return count === undefined || !isJsonArray(valueAt(body, list))
          ? undefined
          : [[count, value]];
      }),
  },
};
