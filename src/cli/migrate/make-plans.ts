import type { Audiences, Providers } from "../../core/facade.ts";
import { isAudienceError } from "../../core/errors.ts";
import { planMigration } from "../../migrate/index.ts";
import type { MigrationSource, Plan } from "../../migrate/index.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { sourceOf, targetOf } from "./ends.ts";
import type { Ends } from "./ends.ts";
import { listFile } from "./files.ts";
import type { OpenMigration } from "./open.ts";
import type { PlanCommandOptions } from "./options.ts";
import type { Watch } from "./progress.ts";
import { openWithheldFile } from "./withheld.ts";
import type { WithheldFile } from "./withheld.ts";

/** One plan that is to be made; what comes after it is not read before. */
interface Errand {
  readonly from: MigrationSource;
  /** What `{name}` stands for. */
  readonly name: string;
}

async function* everyAudience(
  audiences: Audiences<Providers>,
  provider: string,
  io: Io,
): AsyncGenerator<Errand, void, undefined> {
  for (const { id, name } of await audiences
    .list({ providers: [provider], signal: io.signal })
    .toArray()) {
    yield { from: { provider, id }, name };
  }
}

async function* errandsOf(
  ends: Ends,
  opened: OpenMigration,
  options: PlanCommandOptions,
  io: Io,
): AsyncGenerator<Errand, void, undefined> {
  if (options.all === true) {
    yield* everyAudience(opened.audiences, ends.from, io);
    return;
  }
  const from = await sourceOf(ends, options, io);
  const template = options.name?.includes("{name}") === true;
  const ref = "members" in from ? undefined : from;
  const known =
    template && ref !== undefined && opened.audiences.supports(ref, "get")
      ? await opened.audiences.get(ref, { signal: io.signal })
      : undefined;
  yield { from, name: known?.name ?? ("members" in from ? from.name : from.id) };
}

/** An error of the library in the words of the command line. */
function inOurWords(error: unknown): unknown {
  return isAudienceError(error) && error.message.startsWith("defaultCountry")
    ? usageFailure(error.message.replace(/^defaultCountry/, "--default-country"))
    : error;
}

/** Makes the plans of a command, one after the other; each is kept as soon as it is made. */
export async function* makePlans(
  ends: Ends,
  opened: OpenMigration,
  options: PlanCommandOptions,
  watch: Watch,
  io: Io,
): AsyncGenerator<Plan, void, undefined> {
  const { audiences, store } = opened;
  const { crosswalk, suppress, withheld: file, defaultCountry, purpose } = options;
  using withheld: WithheldFile | undefined =
    file === undefined ? undefined : openWithheldFile(file, io);
  try {
    for await (const { from, name } of errandsOf(ends, opened, options, io)) {
      const plan = await planMigration(audiences, {
        from,
        to: await targetOf(ends, options, name),
        store,
        crosswalk: await listFile("--crosswalk", crosswalk, io),
        suppress: await listFile("--suppress", suppress, io),
        defaultCountry,
        purpose,
        emulated: ends.emulated,
        signal: io.signal,
        onProgress: watch.planning,
        ...(withheld !== undefined && { onWithheld: withheld.add }),
      });
      watch.clear();
      yield plan;
    }
  } catch (error) {
    throw inOurWords(error);
  } finally {
    watch.clear();
  }
}
