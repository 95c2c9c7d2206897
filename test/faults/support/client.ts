import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import type { Access, VendorName } from "./dialects.ts";

/** Where to read, and how. */
export interface Target {
  readonly vendor: VendorName;
  readonly access: Access;
  readonly options: HttpOptions;
}

/** What a client says when it is through. */
export interface Ending {
  /** It says that this was everything. */
  readonly complete: boolean;
  readonly failure?: Failure | undefined;
  /** Where to go on; the client's own, opaque. */
  readonly token?: string | undefined;
  readonly refused?: number;
  readonly duplicates?: number;
  readonly noticed?: readonly string[];
  /** Everything it said to anybody: errors, events, reports. No canary may be in it. */
  readonly said: readonly unknown[];
}

/** What a typed failure has to tell. */
export interface Failure {
  readonly code?: string | undefined;
  readonly provider?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly vendorCode?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/** Something that reads one vendor's list; the suite judges it by what it hands over and by what it says. */
export interface Client {
  /** Hands over each id as it reads it. */
  readonly read: (
    target: Target,
    deliver: (id: string) => void,
    token: string | undefined,
  ) => Promise<Ending>;
}
