import type { Command } from "@commander-js/extra-typings";

import type { Audience } from "../../core/model.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { parseReference, requireCapability } from "../reference.ts";
import { writeCommand } from "../write-options.ts";
import type { WriteCommandOptions } from "../write-options.ts";

type DeleteOptions = WriteCommandOptions & {
  readonly yes?: true | undefined;
};

const help = `
REF is provider:id, as audiencekit list shows them. What is deleted is gone for
good, with its members. A terminal is asked first; without one, --yes is needed.
With --json:
  { "operation": "delete", "dryRun", "provider", "id", "audience": null or {…},
    "members": null, "error": null or {…} }

Examples:
  $ audiencekit delete whop:adaud_123
  $ audiencekit delete batch:my_audience --yes
  $ audiencekit delete batch:my_audience --dry-run   shows it, and does nothing

Exit codes: 0 deleted · 2 usage, configuration, an id that the vendor does not
know, or no terminal and no --yes · 4 refused: the key, a permission, the
deletion · 8 an answer that makes no sense · 75 try again later ·
130 interrupted, or the answer was no · 1 anything else
`;

/** Asks for a yes; anything else is a no. */
async function agrees(audience: Audience | null, text: string, io: Io): Promise<boolean> {
  const { printable, size } = await import("../output/text.ts");
  const { stdin, stderr, signal } = io;
  const named = audience === null ? "" : `, ${printable(audience.name)}, ${size(audience.size)}`;
  await stderr.write(`Delete ${printable(text)}${named}, for good? [y/N] `);
  const answer = (await stdin?.line(signal)) ?? "";
  return /^y(?:es)?$/i.test(answer.trim());
}

async function remove(text: string, options: DeleteOptions, io: Io): Promise<ExitCode> {
  const ref = parseReference(text);
  const dryRun = options.dryRun === true;
  const asks = !dryRun && options.yes !== true;
  if (asks && !(io.stdin?.isTTY === true && io.stderr.isTTY)) {
    throw usageFailure(
      "--yes: there is no terminal to ask; pass --yes if it is to be deleted, or --dry-run to look at it.",
    );
  }
  const { openAudiences } = await import("../open.ts");
  const { perform } = await import("../writing/perform.ts");
  const opened = await openAudiences({ ...options, running: true }, io, "REF", [ref.provider]);
  const { audiences, end } = opened;
  requireCapability(audiences, ref, "delete");
  const { signal } = io;
  const look = async (): Promise<Audience | null> =>
    audiences.supports(ref, "get") ? audiences.get(ref, { signal }) : null;
  if (asks && !(await agrees(await look(), text, io))) {
    end();
    await io.stderr.write("Nothing was deleted.\n");
    return exitCodes.interrupted;
  }
  return perform(
    { operation: "delete", dryRun, ...ref },
    { json: options.json === true, end },
    io,
    async () => {
      const { id } = ref;
      if (dryRun) {
        return { id, audience: await look(), members: null };
      }
      await audiences.delete(ref, { signal });
      return { id, audience: null, members: null };
    },
  );
}

export function deleteCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return writeCommand("delete")
    .summary("takes an audience away at the vendor, for good")
    .description("Deletes an audience at the vendor, for good.")
    .argument("<ref>", "provider:id, as audiencekit list shows them")
    .optionsGroup("What is written:")
    .option("--yes", "do not ask")
    .addHelpText("after", help.trimEnd())
    .action(async (ref, options) => done(await remove(ref, options, io)));
}
