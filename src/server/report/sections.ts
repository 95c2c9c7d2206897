import type { AudienceView, ChangeView, MigrationView, ProviderView } from "../model.ts";
import {
  attention,
  changeText,
  changeWords,
  difference,
  isOld,
  kindCounts,
  migrationWords,
  notable,
  number,
  rate,
  several,
  sparkPath,
  stateWords,
  statusWords,
} from "../page/shared.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { foreign, stamp, table } from "./table.ts";
import type { Column } from "./table.ts";

type Count = AudienceView["size"];

const size = (value: Count): Markup =>
  value === null
    ? markup`–`
    : markup`${number(value.value)} <span class="unit">${value.unit}</span>`;

const stateTones = { complete: "good", incomplete: "warning", failed: "bad", never: "muted" };
const statusTones = {
  ready: "",
  processing: "",
  partial: "warning",
  failed: "bad",
  unknown: "muted",
};

const stateCell = (provider: ProviderView, now: number): Markup =>
  provider.state === "complete" && isOld(provider, now)
    ? markup`<span class="warning">Old</span>`
    : markup`<span class="${stateTones[provider.state]}">${stateWords[provider.state]}</span>`;

const providerColumns = (now: number): readonly Column<ProviderView>[] => [
  { title: "Provider", kind: "name", cell: ({ name }) => foreign(name) },
  { title: "State", kind: "nowrap", cell: (provider) => stateCell(provider, now) },
  { title: "Last read", kind: "nowrap", cell: ({ takenAt }) => stamp(takenAt) },
  { title: "Last read whole", kind: "nowrap", cell: ({ completeAt }) => stamp(completeAt) },
  { title: "Audiences", kind: "number", cell: ({ audiences }) => number(audiences) },
  { title: "Failed", kind: "number", cell: ({ statuses }) => number(statuses.failed) },
  { title: "Partial", kind: "number", cell: ({ statuses }) => number(statuses.partial) },
  { title: "Processing", kind: "number", cell: ({ statuses }) => number(statuses.processing) },
];

export function providersSection(providers: readonly ProviderView[], now: number): Markup {
  const reasons = providers.flatMap(({ name, error }) =>
    error === null ? [] : markup`<p class="muted">${foreign(name)}: ${foreign(error)}</p>`,
  );
  return markup`<h2>Providers</h2>${table(undefined, providerColumns(now), providers)}${reasons}`;
}

const reasonColumns: readonly Column<AudienceView>[] = [
  { title: "Audience", kind: "name", cell: ({ name }) => foreign(name) },
  { title: "Provider", cell: ({ provider }) => foreign(provider) },
  { title: "Since", kind: "nowrap", cell: (each) => stamp(each.updatedAt ?? each.createdAt) },
  { title: "The vendor's reason", cell: ({ error }) => foreign(error ?? "none given") },
];

export function attentionSection(audiences: readonly AudienceView[], now: number): Markup {
  const { failed, stuck, partial } = attention(audiences, now);
  const groups = [
    { name: "Failed", items: failed },
    { name: "Processing for a day or more", items: stuck },
    { name: "Partial", items: partial },
  ].filter(({ items }) => items.length > 0);
  const shown = groups.map(({ name, items }) =>
    table(`${name}: ${several(items.length, "audience")}`, reasonColumns, items),
  );
  return markup`<h2>Needs attention</h2>
    ${groups.length === 0 ? markup`<p class="muted">Nothing.</p>` : shown}`;
}

const mostChanges = 40;

const changeColumns: readonly Column<ChangeView>[] = [
  { title: "Change", kind: "nowrap", cell: ({ kind }) => changeWords[kind] },
  { title: "Audience", kind: "name", cell: ({ name }) => foreign(name) },
  { title: "Provider", cell: ({ provider }) => foreign(provider) },
  { title: "What", cell: (change) => foreign(changeText(change)) },
  { title: "Seen", kind: "nowrap", cell: ({ at }) => stamp(at) },
];

export function changesSection(changes: readonly ChangeView[], days: number): Markup {
  const counts = kindCounts(changes).map(
    ([kind, amount]) => `${number(amount)} ${changeWords[kind].toLowerCase()}`,
  );
  const left = changes.length - mostChanges;
  return markup`<h2>What changed in ${several(days, "day")}</h2>
    <p class="muted">
      ${changes.length === 0 ? "Nothing." : `${counts.join(" · ")}.`}${
        left > 0 ? ` The ${mostChanges} that say most; ${number(left)} more are left out here.` : ""
      }
    </p>
    ${changes.length === 0 ? markup`` : table(undefined, changeColumns, notable(changes, mostChanges))}`;
}

const migrationColumns: readonly Column<MigrationView>[] = [
  { title: "From", kind: "name", cell: ({ from }) => foreign(from) },
  { title: "To", kind: "name", cell: ({ to }) => foreign(to) },
  { title: "State", kind: "nowrap", cell: ({ state }) => migrationWords[state] },
  { title: "Read", kind: "number", cell: ({ read }) => number(read) },
  { title: "To carry", kind: "number", cell: ({ carried }) => number(carried) },
  { title: "Written", kind: "number", cell: ({ written }) => number(written) },
  { title: "Updated", kind: "nowrap", cell: ({ updatedAt }) => stamp(updatedAt) },
];

export function migrationsSection(migrations: readonly MigrationView[]): Markup {
  return migrations.length === 0
    ? markup``
    : markup`<h2>Migrations</h2>
        ${table(undefined, migrationColumns, migrations)}`;
}

const line = (trend: AudienceView["trend"]): Markup =>
  markup`<svg width="88" height="20" viewBox="0 0 88 20" aria-hidden="true">
    <path d="${sparkPath(trend, 88, 20)}" />
  </svg>`;

function status({ status: word, vendorStatus, stale, seenAt }: AudienceView): Markup {
  const own =
    vendorStatus !== null && vendorStatus.toLowerCase() !== word
      ? markup` <span class="muted">${foreign(vendorStatus)}</span>`
      : markup``;
  const old = stale ? markup`<br><span class="warning">as of ${stamp(seenAt)}</span>` : markup``;
  return markup`<span class="${statusTones[word]}">${statusWords[word]}</span>${own}${old}`;
}

const audienceColumns: readonly Column<AudienceView>[] = [
  { title: "Audience", kind: "name", cell: ({ name, id }) => foreign(name === "" ? id : name) },
  { title: "Status", cell: status },
  { title: "Size", kind: "number", cell: (audience) => size(audience.size) },
  { title: "Matched", kind: "number", cell: ({ matchRate }) => rate(matchRate) },
  { title: "7 days", kind: "number", cell: ({ growth }) => difference(growth) },
  { title: "Growth", cell: ({ trend }) => line(trend) },
  { title: "Updated", kind: "nowrap", cell: ({ updatedAt }) => stamp(updatedAt) },
];

export function audiencesSection(
  providers: readonly ProviderView[],
  audiences: readonly AudienceView[],
): Markup {
  const tables = providers.map(({ name }) => {
    const own = audiences.filter(({ provider }) => provider === name);
    return own.length === 0
      ? markup``
      : table(`${name}: ${several(own.length, "audience")}`, audienceColumns, own);
  });
  return markup`<h2>Audiences</h2>
    ${tables}`;
}
