import * as z from "zod";

import type { Adapter } from "../src/core/adapter.ts";
import {
  checkOptions,
  createFileAdapter,
  createJsonlFormat,
  fileOptions,
} from "../src/files/index.ts";
import type {
  AudienceFile,
  FieldChoice,
  FileAdapter,
  FileOptions,
  JsonlRecord,
} from "../src/files/index.ts";

export interface JsonlOptions extends FileOptions {
  /**
   * Which field of a flat object holds what: `{ email: "contact_mail" }`; attributes by the name they are to have. An
   * empty list = none does, whatever it is called.
   * @default the usual spellings; every other field is an attribute
   */
  readonly fields?: FieldChoice | undefined;
}

/** What audiences in files of JSON lines can be asked for. */
export type JsonlAdapter = FileAdapter<JsonlRecord>;

const name = () => z.string().min(1);
const schema = z.lazy(() =>
  z.strictObject({
    ...fileOptions(),
    fields: z.record(name(), z.union([name(), z.array(name())])).optional(),
  }),
);

/**
 * Reads and writes files of one JSON object a line (`.jsonl`, `.ndjson`, and packed with gzip): either
 * `{ identifiers, attributes }`, or one object with everything in it, such as `{ email, phone, firstName }`.
 * @throws AudienceError `invalid_argument` for an option that is missing, misspelt or of another type.
 */
export function jsonl(options: JsonlOptions): JsonlAdapter {
  checkOptions("jsonl", schema, options);
  const format = createJsonlFormat(options.fields ?? {});
  const endings = [".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"];
  return createFileAdapter("jsonl", endings, format, options) satisfies Adapter<
    AudienceFile,
    JsonlRecord
  >;
}
