import { createCursors } from "./cursors.ts";
import type { CursorAlphabet } from "./cursors.ts";
import type { Audiences, Emulator } from "./emulator.ts";
import type { Collection } from "./collection.ts";
import { createInProcessFetch } from "./in-process.ts";
import type { KeyRing } from "./keys.ts";
import type { Pager } from "./listing.ts";
import { createPager } from "./listing.ts";
import type { Exchange, LoggedRequest, Operation, Vendor } from "./operations.ts";
import { createVendorApp } from "./operations.ts";
import type { Settings } from "../options.ts";

interface Parts<Scope extends string> {
  readonly vendor: Vendor;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly keys: KeyRing<Scope>;
  readonly settings: Settings;
  readonly cursorAlphabet: CursorAlphabet;
  readonly guards: readonly ((exchange: Exchange, operation: Operation<Scope>) => void)[];
  readonly operations: (pager: Pager) => readonly Operation<Scope>[];
  readonly notFound: (request: Request) => Response;
}

/** Puts the parts of a vendor together to an emulator. */
export function assemble<Scope extends string>(parts: Parts<Scope>): Emulator<Scope> {
  const { vendor, baseUrl, apiKey, keys, settings, guards, notFound } = parts;
  const { clock, cursorLifetime, intercept, seed } = settings;
  const requests: LoggedRequest[] = [];
  const cursors = createCursors(`audiencekit emulator ${vendor} ${seed}`, parts.cursorAlphabet);
  const pager = createPager({ cursors, now: clock.now, cursorLifetime });
  const { origin, pathname } = new URL(baseUrl);
  const app = createVendorApp({
    vendor,
    basePath: pathname,
    operations: parts.operations(pager),
    cursors,
    intercept,
    log: requests,
    guards,
    notFound,
  });
  return {
    baseUrl,
    apiKey,
    app,
    fetch: createInProcessFetch(new Map([[origin, app]])),
    clock,
    advance: clock.advance,
    issueKey: keys.issue,
    revokeKey: keys.revoke,
    requests,
  };
}

/** The audiences of a collection as tests see them; `create` fills in what was not given. */
export const controlAudiences = <T extends object>(
  collection: Collection<T>,
  create: (given: Partial<T>) => T,
): Audiences<T> => ({
  list: collection.list,
  get: collection.get,
  add: (given = {}) => collection.add(create(given)),
  update: collection.update,
  remove: collection.remove,
});
