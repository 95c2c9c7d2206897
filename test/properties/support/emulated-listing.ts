import { batch } from "../../../adapters/batch.ts";
import { sonarly } from "../../../adapters/sonarly.ts";
import { whop } from "../../../adapters/whop.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import type { Audiences, Providers } from "../../../src/core/facade.ts";
import type { ListOrder } from "../../../src/core/paging/merge.ts";
import type { Audience } from "../../../src/core/model.ts";
import type { Paged } from "../../../src/core/paging/paged.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import type { Emulators } from "../../../src/testing/index.ts";
import type { VendorName } from "../../faults/support/dialects.ts";

/** A listing that two processes can set up alike: the same seed gives the same lists and the same cursors. */
export interface Scenario {
  readonly seed: number;
  readonly sizes: Readonly<Record<VendorName, number>>;
  readonly pageSize: number;
  readonly order: ListOrder;
  /** A vendor that is down from this page on. */
  readonly down?: { readonly vendor: VendorName; readonly page: number };
}

/** What happens to a vendor's list while nobody reads it. The place counts from the front. */
export interface Change {
  readonly vendor: VendorName;
  readonly kind: "insert first" | "insert last" | "remove" | "rename";
  readonly place: number;
}

export interface EmulatedListing {
  readonly audiences: Audiences<Providers>;
  readonly list: () => Paged<Audience>;
  readonly change: (change: Change) => void;
  /** Every id that is listed now: `whop adaud_…`. */
  readonly ids: () => readonly string[];
}

export const named = ({ provider, id }: Pick<Audience, "provider" | "id">): string =>
  `${provider} ${id}`;

const [newest, oldest] = [Date.UTC(2030, 0, 1), Date.UTC(2000, 0, 1)];

function idsOf({ whop: one, batch: two, sonarly: three }: Emulators): readonly string[] {
  return [
    ...one.audiences.list().map(({ id }) => `whop ${id}`),
    ...two.audiences.list().map(({ name }) => `batch ${name}`),
    ...three.audiences.list().flatMap(({ id, filling }) => (filling ? [] : [`sonarly ${id}`])),
  ];
}

function changeIn(emulators: Emulators, { vendor, kind, place }: Change): void {
  const key = `changed-${kind.replace(" ", "-")}-${place}`;
  const createdAt = (kind === "insert first" ? newest : oldest) + place;
  if (vendor === "batch") {
    const { audiences } = emulators.batch;
    const chosen = audiences.list()[place % Math.max(1, audiences.list().length)];
    if (kind === "remove" && chosen !== undefined) {
      audiences.remove(chosen.name);
    } else if (kind === "rename" && chosen !== undefined) {
      audiences.update(chosen.name, { name: key }); // the name is the key: one goes and another comes
    } else if (kind !== "remove" && kind !== "rename") {
      audiences.add({ name: key, createdAt });
    }
    return;
  }
  const { audiences } = emulators[vendor];
  const chosen = audiences.list()[place % Math.max(1, audiences.list().length)];
  if (kind === "remove" && chosen !== undefined) {
    audiences.remove(chosen.id);
  } else if (kind === "rename" && chosen !== undefined) {
    audiences.update(chosen.id, { name: key });
  } else if (kind !== "remove" && kind !== "rename") {
    audiences.add({ id: key, createdAt });
  }
}

export function createEmulatedListing(scenario: Scenario): EmulatedListing {
  const { seed, sizes, pageSize, order, down } = scenario;
  const optionsOf = (vendor: VendorName) => ({
    size: sizes[vendor],
    ...(down?.vendor === vendor && {
      intercept: ({ page }: { page: number | undefined }, next: () => Promise<Response>) =>
        page !== undefined && page >= down.page ? new Response("", { status: 503 }) : next(),
    }),
  });
  const emulators = createEmulators({
    seed,
    whop: optionsOf("whop"),
    batch: optionsOf("batch"),
    sonarly: optionsOf("sonarly"),
  });
  const options = { requestsPerMinute: Number.POSITIVE_INFINITY, retries: 0 };
  const providers: Providers = {
    whop: whop({ ...emulators.whop, ...options }),
    batch: batch({ ...emulators.batch, ...options }),
    sonarly: sonarly({ ...emulators.sonarly, ...options }),
  };
  const audiences = createAudiences(providers);
  return {
    audiences,
    list: () => audiences.list({ pageSize, order }),
    change: (change) => changeIn(emulators, change),
    ids: () => idsOf(emulators),
  };
}
