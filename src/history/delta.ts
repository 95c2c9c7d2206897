import { deflateRawSync, inflateRawSync } from "node:zlib";

import { blank, stateKeys } from "./record.ts";
import type { AudienceState } from "./record.ts";

export type StateChanges = Partial<AudienceState>;

/** What a reading of a provider found that is different from the reading before it. */
export interface Delta {
  /** Audiences that are no more; taken away before `changed` is put on. */
  readonly gone: readonly string[];
  /** By id: what is different, or all there is of one that is new. */
  readonly changed: readonly (readonly [id: string, changes: StateChanges])[];
  /** Audiences that are still held to exist and were not seen; `"all"` = nothing was seen. */
  readonly unseen: readonly string[] | "all";
}

export function changesOf(before: AudienceState, after: AudienceState): StateChanges | undefined {
  let changes: Record<string, unknown> | undefined;
  for (const key of stateKeys) {
    if (before[key] !== after[key]) {
      changes ??= {};
      changes[key] = after[key];
    }
  }
  return changes;
}

/** What there is of a new audience. */
export function beginningOf(state: AudienceState): StateChanges {
  return changesOf(blank, state) ?? {};
}

/** One change after the other as one, for when the reading between them is dropped. */
export function joined(first: Delta, second: Delta): Delta {
  const changed = new Map(first.changed);
  for (const id of second.gone) {
    changed.delete(id);
  }
  for (const [id, changes] of second.changed) {
    changed.set(id, { ...changed.get(id), ...changes });
  }
  return {
    gone: [...new Set([...first.gone, ...second.gone])],
    changed: [...changed],
    unseen: second.unseen,
  };
}

const version = 1;

export function packed(value: unknown): Uint8Array {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === "bigint" ? String(item) : item,
  );
  return deflateRawSync(text, { level: 9 });
}

export function unpacked(bytes: Uint8Array): unknown {
  return JSON.parse(inflateRawSync(bytes).toString());
}

export function packDelta({ gone, changed, unseen }: Delta): Uint8Array {
  return packed({ version, gone, changed, unseen });
}

/** @throws Error for what a later version has written in a shape that this one does not know */
export function unpackDelta(bytes: Uint8Array): Delta {
  const value = unpacked(bytes);
  const known =
    typeof value === "object" && value !== null && "version" in value && value.version === version;
  if (!known) {
    throw new Error("A snapshot was stored by a newer version of audiencekit; update audiencekit.");
  }
  // Written by `packDelta` and nobody else; looking at each of a million entries would cost more than reading them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as unknown as Delta;
}
