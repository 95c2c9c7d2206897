import { createHash } from "node:crypto";

import type { Audiences, Providers } from "../../core/facade.ts";
import { insideOf } from "../../core/inside.ts";
import type { Report } from "../../core/paging/report.ts";
import type { Store } from "../../store/index.ts";
import { createIdentity } from "../identity.ts";
import { createJourney } from "./journey.ts";
import type { Journey } from "./journey.ts";
import { begin } from "./begin.ts";
import { finishPlanning, openParts, saveParts } from "../ledger/index.ts";
import type { Lists } from "./lists.ts";
import { entriesOf } from "./part-filler.ts";
import type { Taken } from "./part-filler.ts";
import type { Caveat, Plan } from "../plan.ts";
import type { PlanOptions } from "./options.ts";
import { openSource } from "./source.ts";
import type { OpenSource } from "./source.ts";
import { openTarget } from "./target.ts";
import type { OpenTarget } from "./target.ts";
import { carryOut } from "./carry-out.ts";
import type { PlanningRun } from "./carry-out.ts";
import { summaryOf } from "./summary.ts";
import { createSum } from "../sum.ts";

const sha256 = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Everything that was asked for but the lists, which are compared by what is in them. */
function inputsOf(source: OpenSource, opened: OpenTarget, options: PlanOptions): string {
  const { defaultCountry, purpose, emulated } = options;
  const { adapter, target } = opened;
  // What a file takes may have changed with it, and who was made fit for it before would not be any more.
  const before = adapter.fitFor === undefined ? null : target.before;
  return sha256([
    source.described,
    { ...target, before },
    defaultCountry,
    purpose,
    emulated === true,
  ]);
}

function labelOf(
  { described }: OpenSource,
  { target }: OpenTarget,
  { emulated }: PlanOptions,
): string {
  const from = described.provider === null ? "" : `${described.provider}:`;
  const ends = `${from}${described.id ?? described.name} → ${target.provider}:${target.id ?? target.name}`;
  return emulated === true ? `${ends} (emulated)` : ends;
}

/** What is to be said of the source beside who is on it. */
function sourceCaveats({ described }: OpenSource, report: Report | undefined): readonly Caveat[] {
  const caveats: Caveat[] = [];
  const providers = Object.values(report?.providers ?? {});
  const repeats = providers.reduce((sum, { duplicates }) => sum + duplicates, 0);
  if (repeats > 0) {
    const message = `${repeats} records came again while the source was read, as lists do that move meanwhile; each was taken once.`;
    caveats.push({ code: "SOURCE_NOTES", message });
  }
  const notes = providers.flatMap(({ diagnostics }) => diagnostics);
  for (const { code, message, path, count } of notes.slice(0, 5)) {
    if (code !== "invalid_record") {
      const text = `The source says at ${path}${count > 1 ? ` (${count} times)` : ""}: ${message}`;
      caveats.push({ code: "SOURCE_NOTES", message: text });
    }
  }
  if (described.provider === null && described.file === null) {
    const message =
      "The source is a stream of the caller's own: whether it is still the same when the plan is carried out cannot be checked.";
    caveats.push({ code: "SOURCE_NOT_CHECKED", message });
  }
  return caveats;
}

function listCaveats({ suppression }: Lists): readonly Caveat[] {
  const blank = suppression?.blank ?? 0;
  const message = `${blank} rows of the suppression list name nobody by an email, a phone, an id or a LinkedIn address; see that its columns were understood.`;
  return blank === 0 ? [] : [{ code: "SOURCE_NOTES", message }];
}

/** What was carried before comes into the memory again, so that who comes twice is known. */
async function recall(store: Store, run: string, journey: Journey): Promise<Taken> {
  let [parts, members, identifiers] = [0, 0, 0];
  for await (const part of openParts(store, run)) {
    parts += 1;
    members += part.size;
    for (const handful of part.handfuls()) {
      for (const member of handful) {
        identifiers += entriesOf(member);
        journey.remember(member);
      }
    }
  }
  return { parts, members, identifiers };
}

const nothing: Taken = { parts: 0, members: 0, identifiers: 0 };

/**
 * Reads the source once, works out what becomes of everybody on it, and keeps the members as they will be written. No
 * vendor is written to. If it is stopped, the same call goes on where it was, where the source allows it: audiences and
 * files do; streams do not, nor does a call with `mapMember` or `onWithheld`, which begins anew.
 * @throws AudienceError for a direction that cannot work, with the reason; MigrationError `busy` while another process
 * makes this very plan; StoreError when the plan cannot be kept
 */
export async function planMigration<P extends Providers>(
  audiences: Audiences<P>,
  options: PlanOptions,
): Promise<Plan> {
  const { store, signal, mapMember, onWithheld, purpose = null } = options;
  const facade = insideOf(audiences).audiences;
  const source = await openSource(facade, options.from, signal);
  const opened = await openTarget(facade, options.to, source.described, signal);
  const { adapter, taking, target } = opened;
  const normalize = createIdentity({ defaultCountry: options.defaultCountry });
  const inputs = inputsOf(source, opened, options);
  const isResumable = source.resumable && mapMember === undefined && onWithheld === undefined;
  const label = labelOf(source, opened, options);
  const begun = await begin({ store, inputs, label, isResumable, normalize, options });
  await using lease = begun.lease;
  const { id, createdAt, earlier, marking, lists } = begun;

  const sum = createSum(marking.salt, earlier?.save.sum);
  const { crosswalk, suppression } = lists;
  const journey = createJourney({
    taking,
    normalize,
    marking,
    mapMember,
    suppression,
    crosswalk,
    sum,
  });
  const taken = earlier === undefined ? nothing : await recall(store, id, journey);
  const run: PlanningRun = {
    source,
    journey,
    sum,
    lists: lists.digest,
    partSize: target.partSize,
    begin: { ...taken, save: earlier?.save, token: earlier?.token ?? null },
    save: (step) => saveParts(store, id, step, lease),
  };
  const end = await carryOut(run, options);
  const unsigned: Omit<Plan, "digest"> = {
    version: 1,
    id,
    createdAt,
    purpose,
    defaultCountry: options.defaultCountry ?? null,
    ...(options.emulated === true && { emulated: true }),
    from: { ...source.described, members: { count: end.tally.read, digest: sum.digest() } },
    to: target,
    summary: summaryOf({
      adapter,
      accepts: taking.accepts ?? [],
      target,
      tally: end.tally,
      identifiers: end.taken.identifiers,
      crosswalkRows: crosswalk?.rows,
      caveats: [...opened.caveats, ...listCaveats(lists), ...sourceCaveats(source, end.report)],
    }),
    parts: end.taken.parts,
    members: end.taken.members,
  };
  const plan: Plan = { ...unsigned, digest: sha256(unsigned) };
  await finishPlanning(store, id, plan);
  return plan;
}
