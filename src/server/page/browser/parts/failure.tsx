import type { VNode } from "preact";

import { RequestError } from "../data/request.ts";
import { Notice } from "./notice.tsx";

const advice: Readonly<Record<RequestError["kind"], string>> = {
  unreachable:
    "It may have been stopped. Start it again with “audiencekit dashboard”, then try again.",
  refused:
    "Open the address that “audiencekit dashboard” printed when it started: it lets this browser in.",
  missing: "It may have been taken out of the store since the page was opened.",
  broken: "Try again. If it stays, the terminal in which the dashboard runs says more.",
};

/** Something could not be read, and nothing older is there to be shown in its place. */
export function Failure({ error, retry }: { error: Error; retry(): void }): VNode {
  const kind = error instanceof RequestError ? error.kind : "broken";
  return (
    <Notice tone="bad" title={error.message} action={{ label: "Try again", run: retry }} live>
      <p>{advice[kind]}</p>
    </Notice>
  );
}
