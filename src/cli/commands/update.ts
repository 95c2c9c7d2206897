import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { parseReference, requireCapability } from "../reference.ts";
import { writeCommand } from "../write-options.ts";
import type { WriteCommandOptions } from "../write-options.ts";

type UpdateOptions = WriteCommandOptions & {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
};

const help = `
REF is provider:id, as audiencekit list shows them. What is not given stays as
it is. Whop knows a name only, Batch changes neither. With --json:
  { "operation": "update", "dryRun", "provider", "id", "audience": {…},
    "members": null, "error": null or {…} }

Examples:
  $ audiencekit update whop:adaud_123 --name "Newsletter 2027"
  $ audiencekit update sonarly:ID --description "Met in Lyon" --dry-run

Exit codes: 0 · 2 usage, configuration, something that the vendor does not take,
or an id that it does not know · 4 refused: the key, a permission, the change ·
8 an answer that makes no sense · 75 try again later · 130 interrupted ·
1 anything else
`;

async function update(text: string, options: UpdateOptions, io: Io): Promise<ExitCode> {
  const ref = parseReference(text);
  const { openAudiences } = await import("../open.ts");
  const { perform } = await import("../writing/perform.ts");
  const { checkInput } = await import("../../core/writing/draft.ts");
  const opened = await openAudiences({ ...options, running: true }, io, "REF", [ref.provider]);
  const { audiences, adapters, end } = opened;
  requireCapability(audiences, ref, "update");
  const { name, description } = options;
  const { signal } = io;
  const changes = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
  const dryRun = options.dryRun === true;
  return perform(
    { operation: "update", dryRun, ...ref },
    { json: options.json === true, end },
    io,
    async () => {
      const { id } = ref;
      if (!dryRun) {
        return { id, audience: await audiences.update(ref, changes, { signal }), members: null };
      }
      const adapter = adapters[ref.provider];
      if (adapter !== undefined) {
        checkInput(ref.provider, adapter, "update", changes);
      }
      requireCapability(audiences, ref, "get");
      return { id, audience: await audiences.get(ref, { signal }), members: null };
    },
  );
}

export function updateCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return writeCommand("update")
    .summary("another name or description for an audience")
    .description("Changes the name or the description of an audience.")
    .argument("<ref>", "provider:id, as audiencekit list shows them")
    .optionsGroup("What is written:")
    .option("--name <name>", "its new name")
    .option("--description <text>", "its new description")
    .addHelpText("after", help.trimEnd())
    .action(async (ref, options) => done(await update(ref, options, io)));
}
