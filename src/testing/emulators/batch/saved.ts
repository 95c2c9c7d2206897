import type { Issuer } from "../kit/issuer.ts";
import type { Plans } from "../kit/timeline.ts";
import type { BatchContent } from "./content.ts";
import type { BatchAudience, BatchState } from "./state.ts";

/** The state of a Batch emulator in what JSON can hold. */
export interface SavedBatch {
  readonly issued: number;
  readonly audiences: readonly BatchAudience[];
  readonly plans: Plans<BatchAudience>;
  readonly contents: readonly (readonly [name: string, content: SavedContent])[];
}

/** Most ids have no attributes: those are a list of texts. */
type SavedContent = Omit<BatchContent, "ids"> & {
  readonly plain: readonly string[];
  readonly described: readonly (readonly [id: string, attributes: string])[];
};

export const saveBatch = (
  { audiences, timeline, contents }: BatchState,
  issuer: Issuer,
): SavedBatch => ({
  issued: issuer.issued(),
  audiences: audiences.list(),
  plans: timeline.plans(),
  contents: [...contents].map(([name, { ids, ...rest }]) => {
    const plain: string[] = [];
    const described: [string, string][] = [];
    for (const [id, attributes] of ids) {
      if (attributes === null) plain.push(id);
      else described.push([id, attributes]);
    }
    return [name, { ...rest, plain, described }];
  }),
});

export function restoreContents(saved: SavedBatch | undefined): BatchState["contents"] {
  const contents = new Map<string, BatchContent>();
  for (const [name, { plain, described, ...rest }] of saved?.contents ?? []) {
    const ids = new Map<string, string | null>(described);
    for (const id of plain) ids.set(id, null);
    contents.set(name, { ...rest, ids });
  }
  return contents;
}
