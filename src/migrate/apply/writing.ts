import type { AudienceError } from "../../core/errors.ts";
import type { LossReason } from "../../core/model.ts";
import type { Normalize } from "../../core/writing/normalize.ts";
import type { WriteResult } from "../../core/writing/writing.ts";
import type { Suppression } from "../suppression.ts";
import { isMismatch } from "./doubt.ts";
import type { Decision } from "./doubt.ts";
import type { Progress } from "./progress.ts";

/** What the writing of members goes by. */
export interface Writer {
  readonly lists: readonly Pick<Suppression, "has">[];
  /** Changes with the lists. */
  readonly digest: string;
  readonly progress: Progress;
  /** Of the write in doubt. */
  readonly decision: Decision | undefined;
  /** Whether the vendor knows the key of another write. */
  mismatched: boolean;
  note(error: AudienceError): void;
  tell(written: number): void;
}

export function createWriter(
  setup: Pick<Writer, "lists" | "digest" | "progress" | "decision">,
): Writer {
  return {
    ...setup,
    mismatched: false,
    note(error) {
      this.mismatched ||= isMismatch(error);
    },
    tell: (written) => setup.progress.wrote(written),
  };
}

/** What was planned was made fit then, and nothing else is written now. */
export const asPlanned: Normalize = (member) => ({ member });

/** Of members that a vendor, or its adapter, did not take after all. */
export interface Counts {
  readonly written: number;
  readonly rejected: number;
  readonly reasons: Readonly<Partial<Record<LossReason, number>>>;
  readonly pending?: string | undefined;
}

export function countsOf({ written, rejected, reasons, pending }: WriteResult): Counts {
  return { written, rejected, reasons, ...(pending !== undefined && { pending }) };
}
