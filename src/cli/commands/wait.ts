import type { Command } from "@commander-js/extra-typings";

import type { Audience } from "../../core/model.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import type { Io } from "../io.ts";
import { seconds, vendorCommand } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import { parseReference, requireCapability } from "../reference.ts";

type WaitOptions = CommonOptions & {
  readonly pending?: string | undefined;
  readonly interval?: number | undefined;
  readonly json?: true | undefined;
};

const help = `
REF is provider:id, as audiencekit list shows them. The vendor goes on by
itself, also where nobody waits. With --json: one object, like those in the
"audiences" of audiencekit list --json.

Examples:
  $ audiencekit wait whop:adaud_123
  $ audiencekit wait whop:adaud_123 --pending TOKEN  for one write, by the token
                                                     that it printed
  $ audiencekit wait batch:my_audience --timeout 600 --json

Exit codes: 0 ready · 1 the vendor has failed, or anything else · 2 usage,
configuration, or an id that the vendor does not know · 3 partial: the vendor
has left some out · 4 key or permission refused · 75 not yet, wait again later ·
130 interrupted
`;

const exits: Readonly<Partial<Record<Audience["status"], ExitCode>>> = {
  ready: exitCodes.complete,
  partial: exitCodes.partial,
};

async function wait(text: string, options: WaitOptions, io: Io): Promise<ExitCode> {
  const ref = parseReference(text);
  const { openAudiences } = await import("../open.ts");
  const { audienceText } = await import("../output/audience.ts");
  const { createLine } = await import("../output/progress.ts");
  const { statusOf } = await import("../output/audiences.ts");
  // --timeout is for the waiting as a whole; a single request keeps its own.
  const { timeout, ...common } = options;
  const source = { ...common, running: true as const };
  const { audiences, end } = await openAudiences(source, io, "REF", [ref.provider]);
  requireCapability(audiences, ref, "waitUntilReady");
  const line = createLine(io, options.verbose !== true);
  let audience: Audience;
  try {
    audience = await audiences.waitUntilReady(ref, {
      signal: io.signal,
      pending: options.pending,
      timeout,
      interval: options.interval,
      onLook: (seen) => line.show(`${seen === null ? "not shown yet" : statusOf(seen)} …`),
    });
  } finally {
    line.clear();
    end();
  }
  const format = options.json === true ? "json" : "table";
  await io.stdout.write(audienceText(format, audience, false, io));
  return exits[audience.status] ?? exitCodes.internal;
}

export function waitCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return vendorCommand("wait")
    .summary("until the vendor has done with an audience")
    .description("Waits until an audience is ready, partial or failed, and shows it.")
    .argument("<ref>", "provider:id, as audiencekit list shows them")
    .option("--verbose", "every request and repeat on stderr; never a key, never a person")
    .optionsGroup("How long:")
    .option("--pending <token>", "for the very write that printed this token")
    .option("--timeout <seconds>", "in all (default: 1800)", seconds)
    .option("--interval <seconds>", "between the first looks; it grows (default: 2)", seconds)
    .optionsGroup("Output:")
    .option("--json", "JSON on stdout")
    .addHelpText("after", help.trimEnd())
    .action(async (ref, options) => done(await wait(ref, options, io)));
}
