import { changeJson, changePage } from "../answers.ts";
import type { Definitions } from "../definition.ts";
import type { Json } from "../json.ts";
import { isJsonArray, valueAt } from "../json.ts";
import { compact } from "../source.ts";

export interface PagingFaults {
  repeatCursor: {
    /** Pages until the cycle closes. @default 1: the cursor that was sent comes back at once */
    readonly cycle?: number | undefined;
  };
  moreWithoutCursor: {
    /** What is there instead of a cursor. */
    readonly cursor: "null" | "missing" | "empty";
  };
  cursorWithoutMore: {};
  emptyPage: {};
  samePage: {};
  moreFlag: {
    /** Left out = the flag is left out. */
    readonly value?: Json | undefined;
  };
}

const absences = ["null", "missing", "empty"] as const;
const absent: Readonly<Record<(typeof absences)[number], Json | undefined>> = {
  null: null,
  missing: undefined,
  empty: "",
};

export const pagingFaults: Definitions<PagingFaults> = {
  repeatCursor: {
    words: ["repeat cursor"],
    takes: "[PAGES]",
    summary:
      "Gives a cursor that was sent before, with more to come: the one just sent, or with a number the one so many pages back, which closes a cycle of that length.",
    example: "sonarly.list page 3 always: repeat cursor 2",
    needs: "pages",
    looksBack: true,
    read: (from) =>
      compact({ kind: "repeatCursor", cycle: from.maybeNumber("cycle", { least: 1 }) }),
    write: ({ cycle }) => `repeat cursor${cycle === undefined ? "" : ` ${cycle}`}`,
    play: ({ cycle = 1 }, scene) =>
      changePage(scene, async () => {
        const { exchange, shape, earlier } = scene;
        const sent = exchange.query(shape.query.cursor);
        const before = cycle === 1 ? sent : earlier.cursor((exchange.page ?? 1) - cycle + 1);
        const cursor = before ?? (await scene.lead(undefined, { same: true }));
        return [
          [shape.more, true],
          [shape.cursor, cursor],
        ];
      }),
  },
  moreWithoutCursor: {
    words: ["more without cursor"],
    takes: "null|missing|empty",
    summary: "Says that more follows, with a cursor that is null, missing or empty.",
    example: "batch.list page 1: more without cursor missing",
    needs: "pages",
    read: (from) => ({ kind: "moreWithoutCursor", cursor: from.choice("cursor", absences) }),
    write: ({ cursor }) => `more without cursor ${cursor}`,
    play: ({ cursor }, scene) =>
      changePage(scene, () => [
        [scene.shape.more, true],
        [scene.shape.cursor, absent[cursor]],
      ]),
  },
  cursorWithoutMore: {
    words: ["cursor without more"],
    summary: "Says that nothing follows, with a cursor all the same; the list ends here.",
    example: "whop.list page 2: cursor without more",
    needs: "pages",
    read: () => ({ kind: "cursorWithoutMore" }),
    write: () => "cursor without more",
    play: (_, scene) =>
      changePage(scene, async ({ next }) => [
        [scene.shape.more, false],
        [scene.shape.cursor, next ?? (await scene.lead(scene.sent))],
      ]),
  },
  emptyPage: {
    words: ["empty page"],
    summary:
      "Gives a page without items, with more to come, under a new cursor that leads to the page asked for; nothing is lost. With `times 3` three of them, with `always` for ever.",
    example: "sonarly.list page 2 times 3: empty page",
    needs: "pages",
    read: () => ({ kind: "emptyPage" }),
    write: () => "empty page",
    play: (_, scene) =>
      changePage(scene, async () => [
        [scene.shape.items, []],
        [scene.shape.more, true],
        [scene.shape.cursor, await scene.lead(scene.sent)],
      ]),
  },
  samePage: {
    words: ["same page"],
    summary:
      "Gives the page with a new cursor that leads to itself: once more, or with `always` for ever.",
    example: "whop.list page 2 always: same page",
    needs: "pages",
    read: () => ({ kind: "samePage" }),
    write: () => "same page",
    play: (_, scene) =>
      changePage(scene, async () => [
        [scene.shape.more, true],
        [scene.shape.cursor, await scene.lead(scene.sent)],
      ]),
  },
  moreFlag: {
    words: ["more flag"],
    takes: "JSON|missing",
    summary: "Writes something else where the flag is that says whether more follows.",
    example: 'whop.list page 1: more flag "true"',
    needs: "pages",
    read: (from) => compact({ kind: "moreFlag", value: from.value("value") }),
    write: ({ value }) => `more flag ${value === undefined ? "missing" : JSON.stringify(value)}`,
    play: ({ value }, { shape, ...scene }) =>
      changeJson({ shape, ...scene }, (body) =>
        isJsonArray(valueAt(body, shape.items)) ? [[shape.more, value]] : undefined,
      ),
  },
};
