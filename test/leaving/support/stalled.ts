import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import type { Audiences, Providers } from "../../../src/core/facade.ts";
import { dialects } from "../../faults/support/dialects.ts";
import type { VendorName } from "../../faults/support/dialects.ts";
import type { Fault } from "../../faults/support/fault.ts";
import { whole } from "../../faults/support/fault.ts";
import type { Wire } from "../../faults/support/wire.ts";
import { createWorld } from "../../faults/support/world.ts";
import type { World } from "../../faults/support/world.ts";

/** Where a listing is when it is left: its first page was delivered, and this is what it waits for. */
export interface Place {
  readonly name: string;
  readonly wire?: Wire;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: HttpOptions;
  /** What the listing waits for is a timer of its own, and no answer. */
  readonly timer?: true;
}

const patient: HttpOptions = { requestsPerMinute: Number.POSITIVE_INFINITY };

export const places: readonly Place[] = [
  { name: "the answer's first byte", wire: "nothing at all" },
  { name: "the body", wire: "nothing after the headers" },
  { name: "the second half of the body", wire: "nothing after half the body" },
  { name: "a drip of headers", wire: "headers a byte at a time" },
  { name: "a drip of the body", wire: "a body a byte at a time" },
  { name: "the last chunk", wire: "no end after the last chunk but one" },
  { name: "the end of an endless body", wire: "an endless body", options: { maxBodyBytes: 1e15 } },
  { name: "a repeat after a failure", status: 503, options: { retryDelay: 1e9 }, timer: true },
  {
    name: "the end of a wait that the vendor asked for",
    status: 429,
    headers: { "retry-after": "100" },
    timer: true,
  },
  { name: "the limiter", options: { requestsPerMinute: 1 }, timer: true },
];

export interface Stalled extends AsyncDisposable {
  readonly world: World;
  readonly audiences: Audiences<Providers>;
  /** Resolves once the listing is where it is to be left. */
  readonly there: Promise<void>;
}

/** A vendor whose second page never comes. */
export async function createStalled(vendor: VendorName, place: Place): Promise<Stalled> {
  const { promise: there, resolve } = Promise.withResolvers<void>();
  const arrive = (): void => void setImmediate(() => resolve());
  const fault: Fault = {
    row: "",
    name: place.name,
    ...(place.wire !== undefined && { wire: place.wire }),
    ...(place.status !== undefined && {
      answer: () => ({ status: place.status ?? 0, headers: place.headers ?? {} }),
    }),
    rewrite(answer) {
      arrive();
      return answer;
    },
    outcome: whole(),
  };
  const world = await createWorld(vendor, fault, "");
  const adapter = dialects[vendor].adapter(world.access, { ...patient, ...place.options });
  const hooks = {
    onRetry: arrive,
    // The limiter lets the second request wait as soon as the first page is there.
    onPage: place.wire === undefined && place.status === undefined ? arrive : undefined,
  };
  return {
    world,
    there,
    audiences: createAudiences({ [vendor]: adapter }, hooks),
    [Symbol.asyncDispose]: world.close,
  };
}
