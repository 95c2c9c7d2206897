// The door of the room for files. The adapters of files bring their parser and come in here; nobody else does.
export type { ColumnChoice, ColumnName } from "./columns.ts";
export { createCsvFormat } from "./csv-format.ts";
export type { CsvFormatOptions, LineForm } from "./csv-format.ts";
export type { ParserFactory, RecordInfo } from "./csv-parsing.ts";
export type { CsvRecord } from "./csv-members.ts";
export type { JsonlRecord } from "./json-line.ts";
export { createJsonlFormat } from "./jsonl-format.ts";
export type { FieldChoice } from "./jsonl-format.ts";
export { checkOptions, fileOptions } from "./options.ts";
export type { FileOptions } from "./options.ts";
export { createFileAdapter } from "./provider.ts";
export type { AudienceFile, FileAdapter } from "./provider.ts";
export { longestRow } from "./rows.ts";
export type { FileSystem } from "./system.ts";
