import type { Kysely, Transaction } from "kysely";

import type { Tables } from "../store/index.ts";
import { packed, unpacked } from "./delta.ts";

/** The vendors' records of a provider are packed together in so many parts: alone, none of them would become smaller. */
const buckets = 64;

/** FNV-1a, so that an audience is found in the same bucket for ever. */
function bucketOf(id: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    value = Math.imul(value ^ id.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0) % buckets;
}

type Records = Readonly<Record<string, unknown>>;

function recordsOf(bytes: Uint8Array | undefined): Records {
  // Written by `storeRecords` and nobody else.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return bytes === undefined ? {} : (unpacked(bytes) as Records);
}

const isSame = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other !== undefined && Buffer.compare(one, other) === 0;

/** Puts the records that were seen in place of those before, and drops those of audiences that are gone. */
export async function storeRecords(
  transaction: Transaction<Tables>,
  provider: string,
  seen: ReadonlyMap<string, unknown>,
  gone: readonly string[],
): Promise<void> {
  const changes = new Map<number, [id: string, record: unknown][]>();
  const put = (id: string, record: unknown): void => {
    const bucket = bucketOf(id);
    const list = changes.get(bucket) ?? [];
    list.push([id, record]);
    changes.set(bucket, list);
  };
  gone.forEach((id) => put(id, undefined));
  seen.forEach((record, id) => put(id, record));
  for (const [bucket, list] of changes) {
    const held = await transaction
      .selectFrom("history_records")
      .select("records")
      .where("provider", "=", provider)
      .where("bucket", "=", bucket)
      .executeTakeFirst();
    const merged = new Map([...Object.entries(recordsOf(held?.records)), ...list]);
    // Sorted, for the same records must be the same bytes, whatever the order of a listing.
    const sorted = [...merged].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const records = packed(Object.fromEntries(sorted));
    if (!isSame(records, held?.records)) {
      await transaction
        .insertInto("history_records")
        .values({ provider, bucket, records })
        .onConflict((conflict) => conflict.columns(["provider", "bucket"]).doUpdateSet({ records }))
        .execute();
    }
  }
}

/** The vendor's record of an audience as it was last seen; `null` where there is none. */
export async function readRecord(
  database: Kysely<Tables>,
  provider: string,
  id: string,
): Promise<unknown> {
  const held = await database
    .selectFrom("history_records")
    .select("records")
    .where("provider", "=", provider)
    .where("bucket", "=", bucketOf(id))
    .executeTakeFirst();
  const records = recordsOf(held?.records);
  return Object.hasOwn(records, id) ? records[id] : null;
}
