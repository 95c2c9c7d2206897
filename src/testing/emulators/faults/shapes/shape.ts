import type { Random } from "../../kit/random.ts";
import type { Path } from "../json.ts";

/** Where things stand in one record. */
export interface RecordShape {
  readonly key: string;
  /** A field that may be absent. */
  readonly optional: string;
  /** An enumeration. */
  readonly word?: string;
  readonly number?: string;
  readonly dates?: readonly string[];
}

/** How a host refuses. */
export interface ErrorShape {
  /** Error codes by status; the other one is the last resort. */
  readonly codes: Readonly<Record<number, string>>;
  readonly otherCode: string;
  readonly failure: (status: number, code: string, message: string, random: Random) => Response;
}

/** Where things stand in a vendor's answers, as its contract has them. */
export interface VendorShape {
  /** The query parameters of a list. */
  readonly query: { readonly cursor: string; readonly size: string };
  readonly items: Path;
  readonly cursor: Path;
  readonly more: Path;
  /** Only where the vendor counts. */
  readonly count?: Path;
  /** Where the record is in an answer that holds one. */
  readonly record: Path;
  /** By operation; `audience` for all others. */
  readonly records: { readonly audience: RecordShape; readonly [operation: string]: RecordShape };
  /** What the emulator says of a cursor that has expired. */
  readonly expired: { readonly code: string; readonly message: string };
  /** By operation; `api` for all others. */
  readonly errors: { readonly api: ErrorShape; readonly [operation: string]: ErrorShape };
}
