import type { VNode } from "preact";

import type { Dashboard } from "./data/dashboard.ts";
import { Notice } from "./parts/notice.tsx";
import { ago } from "./text/times.ts";

/** What is shown could not be read anew: it stays, with its age. */
export function Unreachable({
  dashboard,
  now,
}: {
  dashboard: Dashboard;
  now: number;
}): VNode | null {
  const { providers, audiences, changes, migrations } = dashboard;
  const failed = [providers, audiences, changes, migrations].find(
    ({ state }) => state.error !== undefined && state.value !== undefined,
  );
  const generatedAt = providers.state.value?.generatedAt;
  if (failed === undefined || generatedAt === undefined) {
    return null;
  }
  return (
    <Notice
      tone="warning"
      title={`What you see is from ${ago(generatedAt, now)}`}
      action={{ label: "Try again", run: dashboard.refresh }}
      live
    >
      <p>{failed.state.error?.message}</p>
    </Notice>
  );
}
