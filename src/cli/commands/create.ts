import type { Command } from "@commander-js/extra-typings";

import type { AnyAdapter } from "../../core/contract.ts";
import { AudienceError, isAudienceError } from "../../core/errors.ts";
import type { Audiences, Providers } from "../../core/facade.ts";
import type { ExitCode } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { requireCapability } from "../reference.ts";
import { fileCommand } from "../write-options.ts";
import type { FileOptions } from "../write-options.ts";

type CreateOptions = FileOptions & {
  readonly name: string;
  readonly description?: string | undefined;
  readonly displayName?: string | undefined;
  readonly type?: string | undefined;
};

const help = `
What the vendors take:
  Whop     --name, and --file: it makes no audience without people
  Batch    --name (A-Z, a-z, 0-9, _ and -), --display-name, --file
  Sonarly  --name, --type on_demand or monitoring, --description

Rows that the vendor cannot take are left out, and told by reason and line. Of a
person who is there twice, the first counts. With --json:
  { "operation": "create", "dryRun", "provider", "id", "audience": {…},
    "members": { "read", "carried", "written", "rejected", "rejections": [{
      "reason", "message", "rows", "lines" }], "dropped", "pending" },
    "error": null or {…} }

Examples:
  $ audiencekit create whop --name Newsletter --file people.csv --dry-run
  $ audiencekit create whop --name Newsletter --file people.csv
  $ audiencekit create batch --name vip --display-name "Our VIPs"
  $ audiencekit create sonarly --name Lyon --type on_demand

Exit codes: 0 created · 2 usage, configuration, or something that the vendor
does not take · 3 created, and some rows rejected · 4 refused: the key, a
permission, a name that is taken · 8 an answer that makes no sense · 75 try
again later · 130 interrupted · 1 anything else: where the answer was lost, it
says how to repeat it without making a second one
`;

/** Before anybody is asked: whether the vendor makes an audience with people, or without. */
function checkFile(provider: string, adapter: AnyAdapter, file: string | undefined): void {
  const createsWithMembers = adapter.createsWithMembers === true;
  if (file === undefined && createsWithMembers) {
    throw usageFailure(
      `--file: ${provider} makes no audience without people; name a file of them, such as people.csv.`,
    );
  }
  if (file !== undefined && !createsWithMembers && adapter.addMembers === undefined) {
    throw usageFailure(
      `--file: ${provider} takes no people of yours; leave it out. audiencekit capabilities shows who does.`,
    );
  }
}

/** What these vendors add to a name, to make an id of it. */
const endings: Readonly<Record<string, string>> = { csv: ".csv", jsonl: ".jsonl" };
/** Nothing of this id, or nothing that could have it. */
const isFree: ReadonlySet<unknown> = new Set(["not_found", "invalid_argument", "rejected"]);

/**
 * A rehearsal finds what the vendor would: where ids are made of names, a name can be given once.
 * @throws AudienceError `conflict` for a name that is taken
 */
async function refuseTaken(
  audiences: Audiences<Providers>,
  { provider, vendor, name }: { readonly [Field in "provider" | "vendor" | "name"]: string },
  signal: AbortSignal,
): Promise<void> {
  const ending = endings[vendor] ?? "";
  const id = name.toLowerCase().endsWith(ending) ? name : `${name}${ending}`;
  const ref = { provider, id };
  if (!audiences.supports(ref, "get")) {
    return;
  }
  try {
    await audiences.get(ref, { signal });
  } catch (error) {
    if (isAudienceError(error) && isFree.has(error.code)) {
      return;
    }
    throw error;
  }
  const message = `${provider}: create would find that there is an audience of this name already. Choose another name, or write to ${provider}:${id}.`;
  throw new AudienceError("conflict", message, { provider, operation: "create" });
}

async function create(provider: string, options: CreateOptions, io: Io): Promise<ExitCode> {
  const { openAudiences, openedAdapter } = await import("../open.ts");
  const { openMembers } = await import("../writing/open-members.ts");
  const { perform } = await import("../writing/perform.ts");
  const { checkInput } = await import("../../core/writing/draft.ts");
  const source = { ...options, running: true as const };
  const opened = await openAudiences(source, io, "PROVIDER", [provider]);
  const { audiences, end } = opened;
  const target = { provider };
  requireCapability(audiences, target, "create");
  const adapter = openedAdapter(opened, provider);
  const { name, description, displayName, type, file, repeat } = options;
  const draft = {
    name,
    ...(description !== undefined && { description }),
    ...(displayName !== undefined && { displayName }),
    ...(type !== undefined && { type }),
  };
  checkFile(provider, adapter, file);
  checkInput(provider, adapter, "create", draft);
  const key = repeat ?? globalThis.crypto.randomUUID();
  const people = file === undefined ? undefined : await openMembers(file, options, key, io);
  const dryRun = options.dryRun === true;
  return perform(
    { operation: "create", dryRun, provider, id: null },
    {
      json: options.json === true,
      key,
      soFar: people?.run.soFar,
      end() {
        people?.run.end();
        end();
      },
    },
    io,
    async () => {
      if (dryRun) {
        await refuseTaken(audiences, { provider, vendor: adapter.vendor, name }, io.signal);
        const members =
          (await people?.run.rehearse(adapter, { operation: "create", provider })) ?? null;
        return { id: null, audience: null, members };
      }
      const { written, ...audience } = await audiences.create(
        { ...target, ...draft, ...(people && { members: people.file.members }) },
        people?.run.options ?? { signal: io.signal, idempotencyKey: key },
      );
      const members = written === null ? null : (people?.run.outcome(written) ?? null);
      return { id: audience.id, audience, members };
    },
  );
}

export function createCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return fileCommand("create")
    .summary("a new audience, with the people in a file")
    .description("Makes an audience, and puts the people of a file on it if one is given.")
    .argument("<provider>", "where it is to be made")
    .requiredOption("--name <name>", "its name")
    .option("--description <text>", "where the vendor takes one")
    .option("--display-name <text>", "Batch: a name for people to read")
    .option("--type <type>", "Sonarly: on_demand or monitoring")
    .addHelpText("after", help.trimEnd())
    .action(async (provider, options) => done(await create(provider, options, io)));
}
