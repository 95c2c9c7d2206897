import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { parseReference, requireCapability } from "../reference.ts";
import { fileCommand } from "../write-options.ts";
import type { FileOptions } from "../write-options.ts";

const operations = {
  add: {
    operation: "addMembers",
    summary: "people of a file onto an audience",
    description: "Adds the people of a file to an audience; who is there already stays.",
  },
  remove: {
    operation: "removeMembers",
    summary: "people of a file off an audience",
    description: "Takes the people of a file off an audience; who is not there is no error.",
  },
  replace: {
    operation: "replaceMembers",
    summary: "the people of a file, and nobody else",
    description: "Puts the people of a file on an audience, in the place of all who are there.",
  },
} as const;

type Word = keyof typeof operations;

const help = (word: Word): string => `
REF is provider:id, as audiencekit list shows them. The file ends in .csv,
.jsonl or .ndjson, or in one of these and .gz; its columns are known by their
headers. Rows that the vendor cannot take are left out, and told by reason and
line, without their values. Of a person who is there twice, the first counts.
With --json:
  { "operation": "${operations[word].operation}", "dryRun", "provider", "id", "audience",
    "members": { "read", "carried", "written", "rejected", "rejections": [{
      "reason", "message", "rows", "lines" }], "dropped", "pending" },
    "error": null or {…} }

Examples:
  $ audiencekit members ${word} batch:vip --file people.csv --dry-run
  $ audiencekit members ${word} batch:vip --file people.csv
  $ audiencekit members ${word} batch:vip --file a.csv --column externalId=Id

Exit codes: 0 done · 2 usage, configuration, a file that cannot be read, or a
vendor that does not do this · 3 done, and some rows rejected · 4 refused: the
key, a permission, the members · 8 an answer that makes no sense · 75 try again
later · 130 interrupted · 1 anything else: where the answer was lost, it says
how to repeat it
`;

async function write(word: Word, text: string, options: FileOptions, io: Io): Promise<ExitCode> {
  const { operation } = operations[word];
  const ref = parseReference(text);
  const { openAudiences, openedAdapter } = await import("../open.ts");
  const { openMembers } = await import("../writing/open-members.ts");
  const { perform } = await import("../writing/perform.ts");
  const source = { ...options, running: true as const };
  const opened = await openAudiences(source, io, "REF", [ref.provider]);
  const { audiences, end } = opened;
  requireCapability(audiences, ref, operation);
  const { file, repeat } = options;
  if (file === undefined) {
    throw usageFailure("--file: name a file of people, such as people.csv.");
  }
  const key = repeat ?? globalThis.crypto.randomUUID();
  const people = await openMembers(file, options, key, io);
  const dryRun = options.dryRun === true;
  return perform(
    { operation, dryRun, ...ref },
    {
      json: options.json === true,
      key,
      soFar: people.run.soFar,
      end() {
        people.run.end();
        end();
      },
    },
    io,
    async () => {
      const { id, provider } = ref;
      if (dryRun) {
        const { signal } = io;
        const audience = audiences.supports(ref, "get")
          ? await audiences.get(ref, { signal })
          : null;
        const target = operation === "replaceMembers" ? { provider } : ref; // what takes the place is new
        const members = await people.run.rehearse(openedAdapter(opened, provider), {
          operation,
          ...target,
        });
        return { id, audience, members };
      }
      const result = await audiences[operation](ref, people.file.members, people.run.options);
      return { id, audience: null, members: people.run.outcome(result) };
    },
  );
}

/** `members add`, `members remove` and `members replace`. */
export function memberWriteCommands(
  io: Io,
  done: (code: ExitCode) => void,
): readonly Command<[string]>[] {
  return (["add", "remove", "replace"] as const).map((word) =>
    fileCommand(word)
      .summary(operations[word].summary)
      .description(operations[word].description)
      .argument("<ref>", "provider:id, as audiencekit list shows them")
      .addHelpText("after", help(word).trimEnd())
      .action(async (ref, options) => done(await write(word, ref, options, io))),
  );
}
