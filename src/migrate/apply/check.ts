import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import { isAudienceError } from "../../core/errors.ts";
import type { Audience, AudienceRef, Count } from "../../core/model.ts";
import { MigrationError } from "../error.ts";
import type { FileFingerprint, Plan } from "../plan.ts";
import type { Session } from "./session.ts";

/** What stops a migration before its first write. */
export interface Guards {
  /** The share of those read that has to be carried, 0 to 1. @default 0 */
  readonly minCarried?: number | undefined;
}

const percent = (value: number): string => `${Math.floor(value * 1000) / 10} %`;

/** @throws MigrationError `guard` */
export function checkGuards({ id, summary }: Plan, { minCarried = 0 }: Guards): void {
  if (!(minCarried >= 0 && minCarried <= 1)) {
    throw new MigrationError("invalid_argument", "minCarried must be a number from 0 to 1.");
  }
  const { read, carried, carriedWithLoss } = summary;
  const share = read === 0 ? 1 : (carried + carriedWithLoss) / read;
  if (share < minCarried) {
    const message = `The plan carries ${percent(share)} of the ${read} members read, and at least ${percent(minCarried)} were asked for. Nothing was written. See who stays behind and why with: audiencekit migrate show ${id}`;
    throw new MigrationError("guard", message, { run: id });
  }
}

const words = (count: Count | null): string =>
  count === null ? "an unknown number" : `${count.value} ${count.unit}`;

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) {
    hash.update(Buffer.from(chunk));
  }
  return hash.digest("hex");
}

async function changesOfFile({ path, bytes, digest }: FileFingerprint): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    return [`The source file ${path} is not there any more.`];
  }
  if (found.size !== bytes) {
    return [`The source file ${path} had ${bytes} bytes and now has ${found.size}.`];
  }
  return (await digestOf(path)) === digest ? [] : [`The source file ${path} was changed.`];
}

type State = Pick<Audience, "name" | "size"> & { readonly updatedAt: string | null };

function changesOf(what: string, before: State, now: Audience | undefined): readonly string[] {
  if (now === undefined) {
    return [`The ${what} is not there any more.`];
  }
  const changes: string[] = [];
  if (now.name !== before.name) {
    changes.push(`The ${what} was renamed.`);
  }
  if (now.size?.value !== before.size?.value || now.size?.unit !== before.size?.unit) {
    changes.push(`The ${what} held ${words(before.size)} and now holds ${words(now.size)}.`);
  }
  const updatedAt = now.updatedAt?.toISOString() ?? null;
  if (changes.length === 0 && updatedAt !== before.updatedAt) {
    changes.push(`The ${what} was changed at ${updatedAt ?? "an unknown time"}.`);
  }
  return changes;
}

async function look(session: Session, ref: AudienceRef): Promise<Audience | undefined> {
  try {
    return await session.audiences.get(ref, { signal: session.signal });
  } catch (error) {
    if (isAudienceError(error) && error.code === "not_found") {
      return undefined;
    }
    throw error;
  }
}

async function changesOfSource(session: Session): Promise<readonly string[]> {
  const { provider, id, file, name, size, updatedAt } = session.plan.from;
  if (file !== null) {
    return changesOfFile(file);
  }
  if (provider === null || id === null || !session.audiences.supports({ provider }, "get")) {
    return []; // a stream of the caller's own; the plan says that it is not checked
  }
  const now = await look(session, { provider, id });
  return changesOf("source", { name, size, updatedAt }, now);
}

async function changesOfTarget(session: Session): Promise<readonly string[]> {
  const { provider, id, before } = session.plan.to;
  return id === null || before === null
    ? []
    : changesOf("target", before, await look(session, { provider, id }));
}

/** @throws MigrationError `stale` where the source or the target is not what it was when the plan was made */
export async function checkStale(session: Session): Promise<void> {
  const { run } = session;
  const differences = [...(await changesOfSource(session)), ...(await changesOfTarget(session))];
  if (differences.length > 0) {
    const message = `The plan is stale: ${differences.join(" ")} Nothing was written. Plan again.`;
    throw new MigrationError("stale", message, { run, differences });
  }
}
