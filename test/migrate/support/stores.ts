import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { Client } from "pg";

import type { Engine } from "../../../src/store/index.ts";
import { postgresAddress } from "../../support/postgres.ts";

/** A place for a store of its own, and the end of it. */
export interface Place extends AsyncDisposable {
  readonly address: string;
}

/** The engines that stores are tested on here: PostgreSQL where there is one. */
export const engines: readonly Engine[] =
  postgresAddress === undefined ? ["sqlite"] : ["sqlite", "postgres"];

async function emptyFolder(): Promise<Place> {
  // In memory where there is such a place: what a disk loses with its power is not tested here.
  const top = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = await mkdtemp(path.join(top, "audiencekit-migrate-"));
  return {
    address: `file:${path.join(folder, "audiencekit.db")}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function tell(words: string): Promise<void> {
  const client = new Client({ connectionString: postgresAddress });
  await client.connect();
  await client.query(words);
  await client.end();
}

async function emptySchema(): Promise<Place> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await tell(`create schema ${name}`);
  const address = new URL(postgresAddress ?? "");
  address.searchParams.set("options", `-c search_path=${name}`);
  return {
    address: address.href.replaceAll("+", "%20"),
    [Symbol.asyncDispose]: () => tell(`drop schema ${name} cascade`),
  };
}

/** An empty place on an engine. */
export const emptyPlace = (engine: Engine): Promise<Place> =>
  engine === "sqlite" ? emptyFolder() : emptySchema();
