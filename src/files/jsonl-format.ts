import type { IdentifierKind } from "../core/model.ts";
import { meaningOf as chosenMeaning, namesIn } from "./columns.ts";
import type { FileFormat } from "./format.ts";
import { createMeanings, isNested, readLine } from "./json-line.ts";
import type { JsonlRecord } from "./json-line.ts";
import { createJsonlRows } from "./jsonl-rows.ts";
import { createJsonlWriter, jsonlFit } from "./jsonl-writer.ts";
import { foreignKind, markLength } from "./signature.ts";
import type { Meaning } from "./spellings.ts";

/** Which field of a flat object holds what; see `ColumnChoice`. */
export type FieldChoice = Readonly<Record<string, string | readonly string[]>>;

/** Enough to see what kind of file it is, and one line of it. */
const headLength = 64 * 1024;

/** The first line as an object, if it is one. */
function firstObject(text: string): object | undefined {
  const [first = ""] = text.trimStart().split("\n", 1);
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // its row will say so
  }
}

/** Files of one JSON object a line. */
export function createJsonlFormat(choice: FieldChoice): FileFormat<JsonlRecord> {
  const chosen = new Map<string, Meaning>();
  for (const field of Object.keys(choice)) {
    for (const name of namesIn(choice, field)) {
      chosen.set(String(name), chosenMeaning(field));
    }
  }
  const nameOf = (kind: IdentifierKind): string => String(namesIn(choice, kind)[0] ?? kind);
  const writer = (isFlat: boolean, lineBreak: string) =>
    createJsonlWriter({ isFlat, nameOf, meaningOf: createMeanings(chosen), lineBreak });

  return {
    headLength,
    fit: jsonlFit,
    async recognize(head, refuse) {
      const foreign = foreignKind(head);
      if (foreign !== undefined) {
        throw refuse(foreign);
      }
      const mark = markLength(head);
      const text = head.subarray(mark).toString("utf8");
      if (text.trim() === "" && head.length < headLength) {
        return undefined;
      }
      if (text.trimStart().startsWith("[")) {
        throw refuse("is one JSON array; write one object a line, without commas between them");
      }
      const first = firstObject(text);
      const isFlat = first !== undefined && !isNested(first);
      const lineBreak = /\r\n/.test(text) ? "\r\n" : "\n";
      return {
        start: { offset: mark, line: 1 },
        notes: [],
        lineBreak,
        rows(start) {
          const meaningOf = createMeanings(chosen);
          return createJsonlRows(start, (line, number) => readLine(line, number, meaningOf));
        },
        fit: jsonlFit,
        append: () => writer(isFlat, lineBreak),
      };
    },
    begin: () => writer(false, "\n"),
  };
}
