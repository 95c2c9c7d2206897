import type { RefObject, VNode } from "preact";

import type { Dashboard } from "./data/dashboard.ts";
import { ThemeSwitch } from "./parts/theme-switch.tsx";
import type { Route } from "./route.ts";
import { number } from "./text/numbers.ts";
import { ago } from "./text/times.ts";

interface TopBarProps {
  readonly dashboard: Dashboard;
  readonly view: Route["view"];
  readonly now: number;
  readonly help: RefObject<HTMLDialogElement | null>;
  themeChanged(): void;
}

export function TopBar({ dashboard, view, now, help, themeChanged }: TopBarProps): VNode {
  const { audiences, changes, migrations } = dashboard;
  const links: readonly (readonly [string, string, boolean, number | undefined])[] = [
    ["#/", "Overview", view === "overview", undefined],
    [
      "#/audiences",
      "Audiences",
      view === "audiences" || view === "audience",
      audiences.state.value?.length,
    ],
    ["#/changes", "Changes", view === "changes", changes.state.value?.length],
    ["#/migrations", "Migrations", view === "migrations", migrations.state.value?.length],
  ];
  return (
    <header class="top">
      <div class="top-inner">
        <a class="brand" href="#/">
          <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" class="brand-ground" />
            <path d="M8 23V15M16 23V9M24 23v-5" class="brand-bars" />
          </svg>
          audiencekit
        </a>
        <nav class="tabs" aria-label="Views">
          {links.map(([href, label, current, amount]) => (
            <a key={href} href={href} aria-current={current ? "page" : undefined}>
              {label}
              {amount !== undefined && amount > 0 && (
                <span class="tab-count">{number(amount)}</span>
              )}
            </a>
          ))}
        </nav>
        <div class="top-side">
          <Freshness dashboard={dashboard} now={now} />
          <button
            type="button"
            class="icon-button"
            aria-label="Keys"
            aria-keyshortcuts="?"
            onClick={() => help.current?.showModal()}
          >
            ?
          </button>
          <ThemeSwitch changed={themeChanged} />
        </div>
      </div>
    </header>
  );
}

const lines = { connecting: "Connecting", open: "Live", lost: "Not live" } as const;

/** Whether news still comes, and how old the page's answer is. */
function Freshness({ dashboard, now }: { dashboard: Dashboard; now: number }): VNode {
  const answer = dashboard.providers.state.value?.generatedAt;
  const { state } = dashboard.live;
  return (
    <p class={`line-state line-${state}`}>
      <span class="dot" aria-hidden="true" />
      <span>{lines[state]}</span>
      {state === "lost" && answer !== undefined && (
        <span class="muted"> as of {ago(answer, now)}</span>
      )}
    </p>
  );
}
