import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { onTestFinished } from "vitest";

import { memory } from "../../../adapters/memory.ts";
import type { MemoryAudience } from "../../../adapters/memory.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import type { Audiences, Providers } from "../../../src/core/facade.ts";
import type { AnyAdapter } from "../../../src/core/contract.ts";
import { AudienceError } from "../../../src/core/errors.ts";
import { readHistory, takeSnapshot } from "../../../src/history/index.ts";
import type { History, SnapshotOptions, TakenSnapshot } from "../../../src/history/index.ts";
import { openStore } from "../../../src/store/index.ts";
import type { Store } from "../../../src/store/index.ts";

export const day = 86_400_000;
/** The first day of these histories. */
export const start: number = Date.UTC(2026, 0, 1, 8);
export const at = (days: number): number => start + days * day;

export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-history-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return path.join(folder, "audiencekit.db");
}

export async function temporaryStore(address = ":memory:"): Promise<Store> {
  const store = await openStore({ address });
  onTestFinished(() => store.close());
  return store;
}

/** What a provider does in one snapshot. */
export interface Vendor {
  readonly audiences?: readonly MemoryAudience[];
  /** There, and not in the list. */
  readonly unlisted?: readonly MemoryAudience[];
  /** There, being filled, and not in the list. */
  readonly filling?: readonly string[];
  /** How many pages of two are read before it fails. */
  readonly failsAfter?: number;
  /** Without a way to ask for a single audience. */
  readonly listsOnly?: boolean;
}

function adapterOf(vendor: Vendor): AnyAdapter {
  const { audiences = [], unlisted = [], filling = [], failsAfter, listsOnly = false } = vendor;
  const listed = memory({ audiences, maxPageSize: 2 });
  const all = memory({ audiences: [...audiences, ...unlisted] });
  let pages = 0;
  const adapter: AnyAdapter = {
    vendor: "memory",
    maxPageSize: 2,
    async list(request, context) {
      if (pages === failsAfter) {
        throw new AudienceError("unavailable", "It is down.", { provider: context.provider });
      }
      pages += 1;
      return listed.list(request, context);
    },
    async get(id, context) {
      if (filling.includes(id)) {
        throw new AudienceError("not_ready", "Being filled.", { provider: context.provider });
      }
      return all.get(id, context);
    },
  };
  const { get: _, ...without } = adapter;
  return listsOnly ? without : adapter;
}

export const audiencesOf = (vendors: Readonly<Record<string, Vendor>>): Audiences<Providers> =>
  createAudiences(
    Object.fromEntries(Object.entries(vendors).map(([name, vendor]) => [name, adapterOf(vendor)])),
  );

export const people = (value: number) => ({ value, unit: "people" }) as const;

/** A history that a test lets pass, a snapshot a day. */
export interface World {
  readonly store: Store;
  /** As another process would read it. */
  read(): Promise<History>;
  take(
    days: number,
    vendors: Readonly<Record<string, Vendor>>,
    options?: Partial<SnapshotOptions>,
  ): Promise<TakenSnapshot>;
}

export async function createWorld(address?: string): Promise<World> {
  const store = await temporaryStore(address);
  return {
    store,
    read: () => readHistory(store),
    take: (days, vendors, options = {}) =>
      takeSnapshot(audiencesOf(vendors), { store, now: () => at(days), ...options }),
  };
}
