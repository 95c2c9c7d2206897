import type { Faults } from "../faults/control.ts";
import type { VirtualClock } from "./clock.ts";
import type { EmulatorApp, LoggedRequest } from "./operations.ts";

/** What every emulator offers besides its vendor's own parts. */
export interface Emulator<Scope extends string> {
  /** The vendor's real address, version included. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Reaches the emulator without any network; every other host is a network error. */
  readonly fetch: typeof globalThis.fetch;
  /** The Hono app of the API behind `fetch`, to be mounted or served. */
  readonly app: EmulatorApp;
  /** Every host behind `fetch` by its origin: the API, and storage where the vendor has some. */
  readonly hosts: ReadonlyMap<string, EmulatorApp>;
  readonly clock: VirtualClock;
  /** Moves the clock forward, in milliseconds. */
  readonly advance: (milliseconds: number) => void;
  /** A further key; without `scopes` it may do everything. */
  readonly issueKey: (options?: { scopes?: readonly Scope[] }) => string;
  readonly revokeKey: (key: string) => void;
  /** Everything answered so far, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** What goes wrong, to look at, to add to and to heal. */
  readonly faults: Faults;
  /**
   * Everything that is kept, as text to be given to a later emulator as `state`. Keys that were
   * issued are not in it.
   */
  readonly save: () => string;
}

/** The vendor's audiences, to look at and to change behind a client's back. */
export interface Audiences<T> {
  /** All of them as they are now, newest first; the list taken does not change any more. */
  readonly list: () => readonly T[];
  readonly get: (id: string) => T | undefined;
  readonly add: (audience?: Partial<T>) => T;
  readonly update: (id: string, changes: Partial<T>) => T;
  /** False where there was none. */
  readonly remove: (id: string) => boolean;
}
