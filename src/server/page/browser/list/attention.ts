import type { AudienceView } from "../data/model.ts";

const day = 86_400_000;

/** After this long without an update, what is still processing counts as stuck. */
const stuckAfter: number = day;

export interface Attention {
  readonly failed: readonly AudienceView[];
  readonly partial: readonly AudienceView[];
  /** Processing, and not updated for a day or more; the oldest first. */
  readonly stuck: readonly AudienceView[];
}

const since = ({ updatedAt, createdAt }: AudienceView): number =>
  Date.parse(updatedAt ?? createdAt ?? "");

/** What a person should look at. Where the vendor gives no time of an update, the time of making is taken. */
export function attention(items: readonly AudienceView[], now: number): Attention {
  return {
    failed: items.filter(({ status }) => status === "failed"),
    partial: items.filter(({ status }) => status === "partial"),
    stuck: items
      .filter((item) => item.status === "processing" && now - since(item) >= stuckAfter)
      .toSorted((left, right) => since(left) - since(right)),
  };
}
