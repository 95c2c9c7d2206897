import { compareShapes } from "../../core/drift.ts";
import type { Shape, ShapeChange } from "../../core/drift.ts";
import type { ErrorCode } from "../../core/errors.ts";
import type { ProviderReport } from "../../core/paging/report.ts";
import type { BaselineEntry } from "./baseline.ts";

/** One provider's records against the baseline. */
export interface ProviderDrift {
  readonly provider: string;
  readonly vendor: string;
  /**
   * `new` = not in the baseline yet; `empty` = it has no audience to look at; `unread` = it could not be read to its
   * end, and half a listing proves nothing.
   */
  readonly status: "unchanged" | "changed" | "new" | "empty" | "unread";
  /** Records looked at. */
  readonly audiences: number;
  /** When its baseline was stored, in ISO 8601; `null` where there is none. */
  readonly since: string | null;
  readonly changes: readonly ShapeChange[];
  /** Why it is `unread`. */
  readonly error: ErrorCode | null;
}

export interface Seen {
  readonly provider: string;
  readonly vendor: string;
  readonly shape: Shape;
  readonly report: ProviderReport;
}

/** Without what every object inherits: a vendor's field may have any name, `constructor` too. */
function bare({ fields, noticed }: Shape): Shape {
  return { fields: Object.assign(Object.create(null), fields), noticed };
}

function changesOf(before: Shape, { shape, report }: Seen): readonly ShapeChange[] {
  const changes = compareShapes(bare(before), bare(shape));
  // A field that is missing may be in the records that could not be read.
  return report.refused === 0 ? changes : changes.filter(({ kind }) => kind !== "vanished_field");
}

export function driftOf(seen: Seen, known: BaselineEntry | undefined): ProviderDrift {
  const { provider, vendor, report } = seen;
  // A name that was given to another vendor has no baseline any more.
  const before = known?.vendor === vendor ? known : undefined;
  const drift = {
    provider,
    vendor,
    audiences: report.items,
    since: before?.at ?? null,
    changes: [],
    error: null,
  };
  if (report.status !== "end") {
    return { ...drift, status: "unread", error: report.error?.code ?? null };
  }
  if (report.items === 0 && report.refused === 0) {
    return { ...drift, status: "empty" };
  }
  if (before === undefined) {
    return { ...drift, status: report.items === 0 ? "unread" : "new" };
  }
  const changes = changesOf(before.shape, seen);
  return { ...drift, changes, status: changes.length === 0 ? "unchanged" : "changed" };
}
