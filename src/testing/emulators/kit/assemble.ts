import { createCursors } from "./cursors.ts";
import type { CursorAlphabet, Cursors } from "./cursors.ts";
import type { Audiences, Emulator } from "./emulator.ts";
import { createInProcessFetch } from "./in-process.ts";
import type { KeyRing } from "./keys.ts";
import type { Pager } from "./listing.ts";
import { createPager } from "./listing.ts";
import type { EmulatorApp, Exchange, LoggedRequest, Operation, Vendor } from "./operations.ts";
import { createVendorApp } from "./operations.ts";
import type { Timeline } from "./timeline.ts";
import { createFaultEngine } from "../faults/engine.ts";
import type { Settings } from "../options.ts";

interface Parts<Scope extends string> {
  readonly vendor: Vendor;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly keys: KeyRing<Scope>;
  readonly settings: Settings;
  readonly cursorAlphabet: CursorAlphabet;
  readonly guards: readonly ((exchange: Exchange, operation: Operation<Scope>) => void)[];
  readonly operations: (pager: Pager, cursors: Cursors) => readonly Operation<Scope>[];
  readonly notFound: (request: Request) => Response;
  readonly save: () => string;
  /** A host besides the API's, whose addresses are their own credentials. */
  readonly storage?: {
    readonly origin: string;
    readonly operations: (cursors: Cursors) => readonly Operation<Scope>[];
    readonly notFound: (request: Request) => Response;
  };
}

/** Puts the parts of a vendor together to an emulator. */
export function assemble<Scope extends string>(parts: Parts<Scope>): Emulator<Scope> {
  const { vendor, baseUrl, apiKey, keys, settings, guards, notFound } = parts;
  const { clock, cursorLifetime, intercept, seed } = settings;
  const requests: LoggedRequest[] = [];
  const cursors = createCursors(`audiencekit emulator ${vendor} ${seed}`, parts.cursorAlphabet);
  const pager = createPager({ cursors, now: clock.now, cursorLifetime });
  const { origin, pathname } = new URL(baseUrl);
  const operations = parts.operations(pager, cursors);
  const stored = parts.storage?.operations(cursors) ?? [];
  const faults = createFaultEngine({
    vendor,
    seed,
    cursors,
    now: clock.now,
    wait: settings.wait,
    operations: [...operations, ...stored].map(({ name, cursor, method }) => ({
      name,
      paged: cursor !== undefined,
      hasBody: method !== "GET" && method !== "DELETE",
    })),
  });
  faults.control.add(settings.faults);
  const common = { vendor, faults: faults.hooks, intercept, log: requests };
  const app = createVendorApp({
    ...common,
    basePath: pathname,
    operations,
    guards,
    notFound,
  });
  const hosts = new Map<string, EmulatorApp>([[origin, app]]);
  if (parts.storage !== undefined) {
    const storage = { ...common, ...parts.storage, operations: stored, basePath: "", guards: [] };
    hosts.set(parts.storage.origin, createVendorApp({ ...storage, secretQuery: true }));
  }
  return {
    baseUrl,
    apiKey,
    app,
    hosts,
    fetch: createInProcessFetch(hosts),
    clock,
    advance: clock.advance,
    issueKey: keys.issue,
    revokeKey: keys.revoke,
    requests,
    faults: faults.control,
    save: parts.save,
  };
}

/** The audiences of a vendor as tests see them; `create` fills in what was not given. */
export const controlAudiences = <T extends object>(
  { records, pending, plan }: Timeline<T>,
  create: (given: Partial<T>) => T,
): Audiences<T> => ({
  list: records.list,
  get: records.get,
  add: (given = {}) => records.add(create(given)),
  update(id, changes) {
    // What a test has set stays as it was set.
    const overridden = pending(id).some((step) =>
      Object.keys(changes).some((key) => key in step.changes),
    );
    if (overridden) plan(id, []);
    return records.update(id, changes);
  },
  remove: records.remove,
});
