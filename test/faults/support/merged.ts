import { createAudiences } from "../../../src/core/audiences.ts";
import type { Audiences, Providers } from "../../../src/core/facade.ts";
import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import { dialects, vendors } from "./dialects.ts";
import type { VendorName } from "./dialects.ts";
import type { Fault } from "./fault.ts";
import { createRawServer } from "./raw-server.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

/** Three vendors on three sockets, of which one or all have a fault. */
export interface MergedWorld extends AsyncDisposable {
  readonly worlds: Readonly<Record<VendorName, World>>;
  /** Adapters made anew, as by another process; `options` are for the vendors with the fault. */
  readonly audiences: (options?: HttpOptions) => Audiences<Providers>;
  /** Every id with its vendor, in the order of the vendors. */
  readonly all: () => readonly string[];
  readonly heal: () => void;
}

export async function createMergedWorld(
  fault: Fault | undefined,
  struck: readonly VendorName[],
): Promise<MergedWorld> {
  const elsewhere = await createRawServer(() => undefined);
  const make = (vendor: VendorName): Promise<World> =>
    createWorld(vendor, struck.includes(vendor) ? fault : undefined, elsewhere.origin);
  const [whop, batch, sonarly] = await Promise.all([make("whop"), make("batch"), make("sonarly")]);
  const worlds = { whop, batch, sonarly };
  return {
    worlds,
    audiences(options = {}) {
      const base = {
        ...createVirtualTime().options,
        requestsPerMinute: Number.POSITIVE_INFINITY,
        retryDelay: 100,
      };
      const adapters = vendors.map((vendor) => [
        vendor,
        dialects[vendor].adapter(worlds[vendor].access, {
          ...base,
          ...(struck.includes(vendor) && options),
        }),
      ]);
      return createAudiences(Object.fromEntries(adapters));
    },
    all: () =>
      vendors.flatMap((vendor) => worlds[vendor].list.ids().map((id) => `${vendor} ${id}`)),
    heal() {
      for (const world of Object.values(worlds)) {
        world.heal();
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...Object.values(worlds), elsewhere].map(({ close }) => close()));
    },
  };
}
