import type { VNode } from "preact";

import type { Change } from "../data/model.ts";
import { Age } from "../parts/age.tsx";
import { Tag } from "../parts/tag.tsx";
import { VendorText } from "../parts/vendor-text.tsx";
import { audienceLink } from "../route.ts";
import { changeText, changeTones, changeWords } from "../text/words.ts";

interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly now: number;
  /** Without the audience's name, on its own page. @default false */
  readonly ofOne?: boolean;
}

export function ChangeList({ changes, now, ofOne = false }: ChangeListProps): VNode {
  return (
    <ul class="lines">
      {changes.map((change) => (
        <li key={`${change.at} ${change.kind} ${change.provider}/${change.id}`} class="line">
          <div class="line-kind">
            <Tag tone={changeTones[change.kind]}>{changeWords[change.kind]}</Tag>
          </div>
          <div class="line-main">
            {!ofOne && (
              <a class="name" href={audienceLink(change)}>
                <VendorText>{change.name}</VendorText>
              </a>
            )}
            <p class="reason">
              <VendorText>{changeText(change)}</VendorText>
            </p>
          </div>
          <p class="line-side">
            {!ofOne && <VendorText>{change.provider}</VendorText>}
            <Age at={change.at} now={now} />
          </p>
        </li>
      ))}
    </ul>
  );
}
