import type { VNode } from "preact";

import type { Migration } from "../data/model.ts";
import { Age } from "../parts/age.tsx";
import { Tag } from "../parts/tag.tsx";
import { VendorText } from "../parts/vendor-text.tsx";
import { number } from "../text/numbers.ts";
import { migrationTones, migrationWords } from "../text/words.ts";

interface MigrationListProps {
  readonly migrations: readonly Migration[];
  readonly now: number;
}

export function MigrationList({ migrations, now }: MigrationListProps): VNode {
  return (
    <ul class="migrations">
      {migrations.map((migration) => (
        <MigrationItem key={migration.id} migration={migration} now={now} />
      ))}
    </ul>
  );
}

function MigrationItem({ migration, now }: { migration: Migration; now: number }): VNode {
  const { id, from, to, state, read, carried, written, updatedAt, startedAt } = migration;
  const moving = state === "applying" || state === "stopped" || state === "failed";
  return (
    <li class="card migration">
      <header class="card-head">
        <h3 class="route">
          <VendorText>{from}</VendorText>
          <span class="arrow" aria-label="to" role="img">
            →
          </span>
          <VendorText>{to}</VendorText>
        </h3>
        <Tag tone={migrationTones[state]}>{migrationWords[state]}</Tag>
      </header>
      {moving && <Progress label={`${from} to ${to}`} done={written} of={carried} />}
      <dl class="figures">
        <Figure name="Read" value={read} />
        <Figure name="To carry" value={carried} />
        <Figure
          name="Not carried"
          value={read === null || carried === null ? null : read - carried}
        />
        <Figure name="Written" value={written} />
      </dl>
      <p class="migration-foot muted">
        <code>{id}</code>
        <span>
          Updated <Age at={updatedAt ?? startedAt} now={now} />
        </span>
      </p>
    </li>
  );
}

function Figure({ name, value }: { name: string; value: number | null }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figure">{number(value)}</dd>
    </div>
  );
}

function Progress({
  label,
  done,
  of,
}: {
  label: string;
  done: number | null;
  of: number | null;
}): VNode {
  const known = done !== null && of !== null && of > 0;
  return (
    <progress
      class="progress"
      aria-label={`Written, ${label}`}
      {...(known && { max: of, value: Math.min(done, of) })}
    />
  );
}
