import { InvalidArgumentError } from "@commander-js/extra-typings";

import { parseDuration } from "../core/duration.ts";

/** Takes `7d`, `12h`, `30m`, `2w` and gives milliseconds. */
export function period(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw new InvalidArgumentError("It must be a period such as 7d, 12h or 30m.");
  }
  return milliseconds;
}
