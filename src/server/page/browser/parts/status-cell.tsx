import type { VNode } from "preact";

import type { AudienceView } from "../data/model.ts";
import { rate } from "../text/numbers.ts";
import { statusTones, statusWords } from "../text/words.ts";
import { Tag } from "./tag.tsx";

type StatusOf = Pick<AudienceView, "status" | "vendorStatus" | "progress">;

/** Our word, how far it is, and the vendor's own word where it is another. */
export function StatusCell({ status, vendorStatus, progress }: StatusOf): VNode {
  const word = statusWords[status];
  const own = vendorStatus !== null && vendorStatus.toLowerCase() !== status ? vendorStatus : null;
  return (
    <span class="status">
      <Tag tone={statusTones[status]}>
        {status === "processing" && progress !== null ? `${word} ${rate(progress)}` : word}
      </Tag>
      {own !== null && (
        <bdi class="vendor-word" title="The vendor's own word">
          {own}
        </bdi>
      )}
    </span>
  );
}
