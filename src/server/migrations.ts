import * as z from "zod";

import type { Store } from "../store/index.ts";
import type { MigrationView } from "./model.ts";

/** Where the dashboard gets the migrations from. */
export interface MigrationSource {
  /** The latest first. */
  list(): Promise<readonly MigrationView[]>;
}

/** So many are shown; older ones are in the store all the same. */
const mostShown = 200;

/** What of a plan is shown: figures, and no person. */
const planned = z.looseObject({
  members: z.int().nullish(),
  summary: z.looseObject({ read: z.int(), carried: z.int(), carriedWithLoss: z.int() }).nullish(),
});
const stepDetail = z.looseObject({ members: z.int().nullish() });

function parsed<Model extends z.ZodType>(model: Model, text: string): z.infer<Model> | undefined {
  try {
    return model.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // what is damaged is told by those who write with it
  }
}

type Summary = z.infer<typeof planned>["summary"];

const carriedOf = (summary: Summary): number | null =>
  summary === null || summary === undefined ? null : summary.carried + summary.carriedWithLoss;

/** A run that nobody is at work on was stopped; the same command goes on with it. */
function stateOf(state: string, busy: boolean): MigrationView["state"] {
  switch (state) {
    case "applied":
    case "undone":
    case "forgotten":
      return state;
    case "applying":
    case "undoing":
      return busy ? "applying" : "stopped";
    default:
      return "planned";
  }
}

/** The migrations of a store, as their ledgers tell. */
export function storedMigrations(store: Store, now: () => number): MigrationSource {
  const { database } = store;

  async function busyRuns(): Promise<ReadonlySet<string>> {
    const rows = await database
      .selectFrom("leases")
      .select("name")
      .where("expires_at", ">", now())
      .execute();
    return new Set(rows.map(({ name }) => name));
  }

  async function writtenOf(run: string): Promise<number> {
    const steps = await database
      .selectFrom("migration_steps")
      .select("detail")
      .where("run", "=", run)
      .where("phase", "=", "apply")
      .where("kind", "=", "part")
      .where("state", "=", "done")
      .execute();
    return steps.reduce((sum, { detail }) => sum + (parsed(stepDetail, detail)?.members ?? 0), 0);
  }

  return {
    async list() {
      const rows = await database
        .selectFrom("migration_runs")
        .select(["id", "state", "label", "plan", "created_at", "updated_at"])
        .orderBy("created_at", "desc")
        .orderBy("id")
        .limit(mostShown)
        .execute();
      const busy = rows.length === 0 ? new Set() : await busyRuns();
      const views: MigrationView[] = [];
      for (const { id, plan, label, ...row } of rows) {
        const { members, summary } = (plan === null ? null : parsed(planned, plan)) ?? {};
        const state = stateOf(row.state, busy.has(id));
        const isBegun = state !== "planned" && state !== "forgotten";
        const [from = label, to = ""] = label.split(" → ", 2);
        views.push({
          id,
          state,
          from,
          to,
          read: summary?.read ?? null,
          carried: carriedOf(summary),
          written: state === "applied" ? (members ?? null) : isBegun ? await writtenOf(id) : null,
          startedAt: row.created_at,
          updatedAt: new Date(row.updated_at).toISOString(),
        });
      }
      return views;
    },
  };
}
