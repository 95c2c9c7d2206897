import * as z from "zod";

import type { MemberInput } from "../../core/model.ts";
import type { Report } from "../../core/paging/report.ts";
import type { Arrived, Journey } from "./journey.ts";
import { createPartFiller, entriesOf } from "./part-filler.ts";
import type { Taken } from "./part-filler.ts";
import type { PlanOptions } from "./options.ts";
import type { OpenSource, SourcePage } from "./source.ts";
import type { PlanningStep } from "../ledger/index.ts";
import type { Sum } from "../sum.ts";
import { createPlanTally } from "./tally.ts";
import type { PlanTally } from "./tally.ts";

/** What planning leaves behind with every step, to be gone on with. */
export interface PlanningSave {
  readonly tally?: unknown;
  readonly sum: string;
  /** Tells the crosswalk and the suppression list that were used from any others. */
  readonly lists: string;
  /** Whether the source was read to its end. */
  readonly done: boolean;
}

const savedSchema: z.ZodType<PlanningSave> = z.object({
  tally: z.unknown(),
  sum: z.string(),
  lists: z.string(),
  done: z.boolean(),
});

export const readSave = (saved: unknown): PlanningSave | undefined =>
  saved === null ? undefined : savedSchema.parse(saved);

export interface PlanningRun {
  readonly source: OpenSource;
  readonly journey: Journey;
  readonly sum: Sum;
  readonly lists: string;
  readonly partSize: number;
  readonly begin: Taken & {
    readonly save: PlanningSave | undefined;
    readonly token: string | null;
  };
  readonly save: (step: PlanningStep) => Promise<void>;
}

export interface PlanningEnd {
  readonly tally: PlanTally;
  readonly taken: Taken;
  /** Of the last page that was read. */
  readonly report: Report | undefined;
}

/** Where few are carried, it is not only full parts that are saved. */
const mostBetweenSaves = 50_000;

type Options = Pick<PlanOptions, "onWithheld" | "onProgress" | "signal">;

function lineOf(member: MemberInput): number | null {
  const raw: unknown = Reflect.get(member, "raw");
  const line: unknown = typeof raw === "object" && raw !== null ? Reflect.get(raw, "line") : null;
  return typeof line === "number" ? line : null;
}

/** Tells of the records that were none, as far as the source says where they are. */
function tellUnreadable(report: Report | undefined, tell: PlanOptions["onWithheld"]): void {
  for (const { diagnostics } of Object.values(report?.providers ?? {})) {
    for (const { code, path, message } of diagnostics) {
      if (code === "invalid_record") {
        const [, line] = /^line (\d+)$/.exec(path) ?? [];
        tell?.({
          position: null,
          line: line === undefined ? null : Number(line),
          reason: "UNREADABLE",
          message,
          member: null,
        });
      }
    }
  }
}

/** Reads the source to its end, page by page, and saves what it comes to; nothing is held but one part. */
export async function carryOut(run: PlanningRun, options: Options): Promise<PlanningEnd> {
  const { source, journey, sum, lists, partSize, begin, save } = run;
  const { onWithheld, onProgress, signal } = options;
  const tally = createPlanTally(begin.save?.tally ?? null);
  const filler = createPartFiller(partSize, begin);
  const size = source.described.size?.value ?? null;
  let position = 0;
  let savedAt = tally.so().read;
  let report: Report | undefined;

  const stateNow = (done = false): PlanningSave => ({
    tally: structuredClone(tally.so()),
    sum: sum.digest(),
    lists,
    done,
  });
  const put = async (state: PlanningSave, continuationToken: string | null): Promise<void> => {
    await save({ parts: filler.take(), tally: state, continuationToken });
    savedAt = tally.so().read;
  };

  /** One page; what it comes to is added to the part only if all of it has room there. */
  async function take(
    page: SourcePage,
    before: PlanningSave,
    tokenBefore: string | null,
  ): Promise<void> {
    const arrived: Arrived[] = [];
    let entries = 0;
    for (const member of page.items) {
      position += 1;
      const arrival = journey.travel(member);
      tally.add(arrival);
      if ("reason" in arrival) {
        const { reason, message } = arrival;
        onWithheld?.({ position, line: lineOf(member), reason, message, member });
      } else {
        arrived.push(arrival);
        entries += entriesOf(arrival.member);
      }
    }
    tally.addUnreadable(page.unreadable - tally.unreadable());
    if (filler.entries > 0 && filler.entries + entries > partSize) {
      await put(before, tokenBefore);
    }
    for (const { member, marks } of arrived) {
      filler.add(member, marks);
    }
    if (filler.entries >= partSize || tally.so().read - savedAt >= mostBetweenSaves) {
      await put(stateNow(), page.token);
    }
  }

  if (begin.save?.done === true) {
    return { tally: tally.so(), taken: begin, report };
  }
  let { token } = begin;
  for await (const page of source.pages(token ?? undefined)) {
    signal?.throwIfAborted();
    report = page.report;
    await take(page, stateNow(), token);
    ({ token } = page);
    const { read, carried, carriedWithLoss } = tally.so();
    onProgress?.({ read, carried: carried + carriedWithLoss, expected: size });
  }
  await put(stateNow(true), null);
  tellUnreadable(report, onWithheld);
  return { tally: tally.so(), taken: filler, report };
}
