import type { VNode } from "preact";

import type { AudienceView } from "../data/model.ts";
import { attention } from "../list/attention.ts";
import { Age } from "../parts/age.tsx";
import { Empty } from "../parts/empty.tsx";
import { Tag } from "../parts/tag.tsx";
import { VendorText } from "../parts/vendor-text.tsx";
import { audienceLink, audiencesLink } from "../route.ts";
import { number, rate } from "../text/numbers.ts";
import { statusTones } from "../text/words.ts";
import type { Tone } from "../text/words.ts";

const shown = 4;

interface Group {
  readonly title: string;
  readonly tone: Tone;
  readonly status: string;
  readonly items: readonly AudienceView[];
}

/** Failed, stuck and partial audiences, with the vendor's reason. */
export function AttentionList({
  audiences,
  now,
}: {
  audiences: readonly AudienceView[];
  now: number;
}): VNode {
  const { failed, stuck, partial } = attention(audiences, now);
  const groups: readonly Group[] = [
    { title: "Failed", tone: statusTones.failed, status: "failed", items: failed },
    { title: "Stuck", tone: "warning", status: "processing", items: stuck },
    { title: "Partial", tone: statusTones.partial, status: "partial", items: partial },
  ];
  const present = groups.filter(({ items }) => items.length > 0);
  if (present.length === 0) {
    return (
      <Empty title="Nothing needs attention">
        <p>No audience failed, is partial, or has been processing for a day.</p>
      </Empty>
    );
  }
  return (
    <div class="groups">
      {present.map((group) => (
        <AttentionGroup key={group.title} group={group} now={now} />
      ))}
    </div>
  );
}

function AttentionGroup({ group, now }: { group: Group; now: number }): VNode {
  const { title, tone, status, items } = group;
  return (
    <section class="group" aria-label={`${title}, ${number(items.length)}`}>
      <header class="group-head">
        <Tag tone={tone}>{title}</Tag>
        <a class="more" href={audiencesLink({ status })}>
          {items.length > shown ? `All ${number(items.length)}` : number(items.length)}
          <span class="hidden"> {title.toLowerCase()}, in the table</span>
        </a>
      </header>
      <ul class="lines">
        {items.slice(0, shown).map((item) => (
          <li key={`${item.provider}/${item.id}`} class="line">
            <div class="line-main">
              <a class="name" href={audienceLink(item)}>
                <VendorText>{item.name}</VendorText>
              </a>
              <p class="reason">
                <Reason item={item} />
              </p>
            </div>
            <p class="line-side">
              <VendorText>{item.provider}</VendorText>
              <Age at={item.updatedAt ?? item.createdAt} now={now} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reason({ item }: { item: AudienceView }): VNode {
  if (item.error !== null) {
    return <VendorText>{item.error}</VendorText>;
  }
  if (item.status === "processing") {
    return (
      <>
        {item.progress === null
          ? "The vendor gives no progress."
          : `Stands at ${rate(item.progress)}.`}
      </>
    );
  }
  return <>The vendor gives no reason.</>;
}
