import { changePage } from "../answers.ts";
import type { Definitions } from "../definition.ts";
import { alphanumerics, createRandom } from "../../kit/random.ts";

export interface CursorFaults {
  oddCursor: {
    /** One of "long", "reserved" and "url", or how the cursor is to begin. */
    readonly looks: string;
  };
}

const reserved = `a b+c&d=e?f#g%2Fh/i\\j"k<l>m;n,o:p@q!r$s'(t)*[u]{v}|w^x\`é✓`;

const looks: Readonly<Record<string, () => string>> = {
  long: () => createRandom("a long cursor").text(4000, alphanumerics),
  reserved: () => reserved,
  url: () => "https://elsewhere.example/audiences?after=1&token=2#",
};

export const cursorFaults: Definitions<CursorFaults> = {
  oddCursor: {
    words: ["odd cursor"],
    takes: "long|reserved|url|TEXT",
    summary:
      "Gives a cursor that is `long`, full of `reserved` characters or like a `url`, or that begins as told. It must come back byte for byte, and then leads on as the vendor's own does.",
    example: "batch.list always: odd cursor reserved",
    needs: "pages",
    read: (from) => ({ kind: "oddCursor", looks: from.text("looks") }),
    write: (fault) =>
      `odd cursor ${Object.hasOwn(looks, fault.looks) ? fault.looks : JSON.stringify(fault.looks)}`,
    play: (fault, scene) =>
      changePage(scene, async ({ next }) => {
        if (next === undefined) return undefined;
        const odd =
          (Object.hasOwn(looks, fault.looks) ? looks[fault.looks]?.() : undefined) ?? fault.looks;
        return [[scene.shape.cursor, await scene.lead(next, { looks: odd, same: true })]];
      }),
  },
};
