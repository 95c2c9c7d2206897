/** What was noticed while reading. `unexpected_field` and `missing_field` are drift; the others are damage. */
export type DiagnosticCode =
  | "invalid_record"
  | "unknown_word"
  | "unreadable_date"
  | "unreadable_count"
  | "count_mismatch"
  | "duplicates"
  | "unexpected_field"
  | "missing_field"
  | "changed_type"
  | "spoiled_value";

/** Something noticed in a vendor's answer that did not stop the reading. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** Where in the answer, as a JSON path such as `data[].status`. */
  readonly path: string;
  readonly message: string;
  /** How often it was seen. */
  readonly count: number;
}

/** Says one thing about one place of an answer. */
export type Note = (code: DiagnosticCode, path: string, message: string) => void;

/** Kept apart at the most; more of them say nothing new and would cost memory. */
const maximumKept = 50;

export interface Diagnostics {
  readonly note: Note;
  /** What was noticed so far, each once with its count. */
  list(): readonly Diagnostic[];
}

/** Collects diagnostics: the same words about the same path are one entry that counts. */
export function createDiagnostics(onFirst?: (diagnostic: Diagnostic) => void): Diagnostics {
  const kept = new Map<string, Diagnostic>();
  return {
    note(code, path, message) {
      const key = `${code} ${path} ${message}`;
      const known = kept.get(key);
      if (known !== undefined) {
        kept.set(key, { ...known, count: known.count + 1 });
      } else if (kept.size < maximumKept) {
        const diagnostic: Diagnostic = { code, path, message, count: 1 };
        kept.set(key, diagnostic);
        onFirst?.(diagnostic);
      }
    },
    list: () => [...kept.values()],
  };
}
