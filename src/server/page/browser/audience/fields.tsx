import type { ComponentChildren, VNode } from "preact";

import type { AudienceDetail } from "../data/model.ts";
import { none } from "../text/numbers.ts";
import { moment } from "../text/times.ts";
import { statusWords } from "../text/words.ts";

const time = (at: string | null): string => (at === null ? none : moment(at));

/** Every field of the model, with what the vendor does not say left visibly open. */
export function Fields({ audience }: { audience: AudienceDetail }): VNode {
  const fields: readonly (readonly [string, ComponentChildren])[] = [
    ["Provider", <bdi key="provider">{audience.provider}</bdi>],
    ["Vendor", <bdi key="vendor">{audience.vendor}</bdi>],
    ["Id", <code key="id">{audience.id}</code>],
    ["Status", statusWords[audience.status]],
    ["The vendor's word", <bdi key="word">{audience.vendorStatus ?? none}</bdi>],
    ["Description", <bdi key="description">{audience.description ?? none}</bdi>],
    ["Created", time(audience.createdAt)],
    ["Updated", time(audience.updatedAt)],
    ["First seen here", time(audience.firstSeenAt)],
    ["Last seen here", time(audience.seenAt)],
  ];
  return (
    <section class="panel" aria-label="Fields">
      <header class="panel-head">
        <h2>Fields</h2>
      </header>
      <dl class="fields">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
