import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { AudiencePage } from "./audience/audience-page.tsx";
import { createDashboard } from "./data/dashboard.ts";
import type { Dashboard } from "./data/dashboard.ts";
import type { GridMemory } from "./grid/memory.ts";
import { Boundary } from "./parts/boundary.tsx";
import { KeyHelp } from "./parts/key-help.tsx";
import { useNow } from "./parts/use-now.ts";
import { takeWish } from "./arrival.ts";
import { parseRoute } from "./route.ts";
import type { Route } from "./route.ts";
import { useShortcuts } from "./shortcuts.ts";
import { TopBar } from "./top-bar.tsx";
import { Unreachable } from "./unreachable.tsx";
import { Audiences } from "./views/audiences.tsx";
import { Changes } from "./views/changes.tsx";
import { Migrations } from "./views/migrations.tsx";
import { Overview } from "./views/overview.tsx";
import { ViewHead } from "./views/view-head.tsx";

const titles: Readonly<Record<Route["view"], string>> = {
  overview: "Overview",
  audiences: "Audiences",
  audience: "Audience",
  changes: "Changes",
  migrations: "Migrations",
  unknown: "Not found",
};

export function App(): VNode {
  const [, setTick] = useState(0);
  const draw = (): void => {
    setTick((tick) => tick + 1);
  };
  const dashboard = useMemo(() => createDashboard(draw), []);
  const [hash, setHash] = useState(location.hash);
  const route = useMemo(() => parseRoute(hash), [hash]);
  const help = useRef<HTMLDialogElement>(null);
  const memory = useRef<GridMemory>({ row: 0, top: 0, link: "#/audiences" });
  const now = useNow(dashboard.providers.state.value?.generatedAt);

  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
    };
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, []);
  useArrival(route, hash);
  useShortcuts({ route, help, memory: memory.current });

  return (
    <>
      <a class="skip" href="#main" onClick={toMain}>
        To the content
      </a>
      <TopBar dashboard={dashboard} view={route.view} now={now} help={help} themeChanged={draw} />
      <main id="main" class={route.view === "audiences" ? "main main-fill" : "main"} tabIndex={-1}>
        <Unreachable dashboard={dashboard} now={now} />
        <Boundary key={hash}>
          <View route={route} dashboard={dashboard} now={now} memory={memory.current} />
        </Boundary>
      </main>
      <KeyHelp dialog={help} />
    </>
  );
}

interface ViewProps {
  readonly route: Route;
  readonly dashboard: Dashboard;
  readonly now: number;
  readonly memory: GridMemory;
}

function View({ route, dashboard, now, memory }: ViewProps): VNode {
  switch (route.view) {
    case "overview":
      return <Overview dashboard={dashboard} now={now} />;
    case "audiences":
      return <Audiences dashboard={dashboard} query={route.query} now={now} memory={memory} />;
    case "audience":
      return (
        <AudiencePage
          provider={route.provider}
          id={route.id}
          back={memory.link}
          now={now}
          version={dashboard.providers.state.value?.generatedAt}
        />
      );
    case "changes":
      return <Changes dashboard={dashboard} now={now} />;
    case "migrations":
      return <Migrations dashboard={dashboard} now={now} />;
    default:
      return (
        <ViewHead title="Nothing is here">
          <a href="#/">Back to the overview</a>
        </ViewHead>
      );
  }
}

/** The link would otherwise change the address, which says where the page is. */
function toMain(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main")?.focus();
}

/** After a change of view the focus is where reading or moving goes on, and the window says where it is. */
function useArrival(route: Route, hash: string): void {
  const first = useRef(true);
  useEffect(() => {
    document.title = `${titles[route.view]} · Audiences`;
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    const target = takeWish() ?? (route.view === "audiences" ? "#grid" : "#title");
    (
      document.querySelector<HTMLElement>(target) ?? document.querySelector<HTMLElement>("#main")
    )?.focus();
  }, [hash]);
}
