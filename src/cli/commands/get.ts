import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import type { Io } from "../io.ts";
import { formatOf, recordCommand } from "../options.ts";
import type { RecordOptions } from "../options.ts";
import { parseReference, requireCapability } from "../reference.ts";

const help = `
REF is provider:id, as audiencekit list shows them; the id is all that follows
the first colon. With --json and --ndjson: one object, like those in the
"audiences" of audiencekit list --json.

Examples:
  $ audiencekit get whop:adaud_123
  $ audiencekit get batch:my_audience --json
  $ audiencekit get --emulate batch:my_audience

Exit codes: 0 · 2 usage, configuration, or an id that the vendor does not know ·
4 key or permission refused · 75 try again later, also for an audience that is
still being filled · 130 interrupted · 1 anything else
`;

async function get(text: string, options: RecordOptions, io: Io): Promise<ExitCode> {
  const ref = parseReference(text);
  const { openAudiences } = await import("../open.ts");
  const { audienceText } = await import("../output/audience.ts");
  const { audiences } = await openAudiences(options, io, "REF", [ref.provider]);
  requireCapability(audiences, ref, "get");
  const audience = await audiences.get(ref, { signal: io.signal });
  await io.stdout.write(audienceText(formatOf(options), audience, options.raw === true, io));
  return exitCodes.complete;
}

export function getCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return recordCommand("get")
    .summary("one audience")
    .description("Shows one audience.")
    .argument("<ref>", "provider:id, as audiencekit list shows them")
    .addHelpText("after", help.trimEnd())
    .action(async (ref, options) => done(await get(ref, options, io)));
}
