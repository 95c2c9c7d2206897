import type { Cursors } from "../kit/cursors.ts";
import type { Exchange } from "../kit/operations.ts";
import { hash } from "../kit/random.ts";

/**
 * Cursors a fault gives instead of the vendor's own. Each one holds in itself where it leads, so
 * that it works after the fault is gone, and in another emulator of the same seed.
 */
export interface Detours {
  /** `looks` is how it begins; another `serial` gives another cursor to the same place. */
  readonly lead: (to: string | undefined, serial: number, looks: string) => Promise<string>;
  /** The vendor's own cursor behind whatever was sent; undefined for a first page. */
  readonly real: (sent: string | undefined) => Promise<string | undefined>;
  readonly open: (sent: string) => Promise<Exchange["bookmark"]>;
}

const list = "detour";
/** Between how a cursor looks and what it holds; no sealed cursor has it. */
const mark = "~";

export function createDetours(cursors: Cursors): Detours {
  interface Found {
    readonly cursor: string | undefined;
    readonly bookmark: Exchange["bookmark"];
  }
  const first: Found = { cursor: undefined, bookmark: "none" };

  const find = async (sent: string): Promise<Found> => {
    const [sealed = "", ...before] = sent.split(mark).toReversed();
    const opened = await cursors.open(sealed);
    const looks = before.toReversed().join(mark);
    // Changed by a single byte on its way, a cursor is none.
    if (opened?.list === list && opened.at === hash(looks))
      return opened.key === "" ? first : find(opened.key);
    return { cursor: sent, bookmark: looks === "" ? (opened ?? "foreign") : "foreign" };
  };
  return {
    real: async (sent) => (sent === undefined ? undefined : (await find(sent)).cursor),
    async lead(to, serial, looks) {
      const sealed = await cursors.seal({ list, page: serial, at: hash(looks), key: to ?? "" });
      return looks === "" ? sealed : looks + mark + sealed;
    },
    open: async (sent) => (await find(sent)).bookmark,
  };
}
