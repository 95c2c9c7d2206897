import * as z from "zod";

import { invalidArgument } from "../core/errors.ts";
import type { OnMalformed } from "./member-pages.ts";
import type { FileSystem } from "./system.ts";

/** What is asked of every adapter of files. */
export interface FileOptions {
  /** A folder, each file of which is an audience, or one file. It may be made later. */
  readonly path: string;
  /**
   * A row that cannot be read is reported with its line, and the others are read; or reading stops there.
   * @default "report"
   */
  readonly onMalformed?: OnMalformed | undefined;
  /** Stands in for the file system, for tests. @default that of Node */
  readonly system?: FileSystem | undefined;
}

/** The options that every adapter of files has. */
export const fileOptions = (): Readonly<Record<keyof FileOptions, z.ZodType>> => ({
  path: z.string().min(1),
  onMalformed: z.enum(["report", "stop"]).optional(),
  system: z.custom<FileSystem>().optional(),
});

/**
 * A misspelt option would be ignored, and its caller would not know.
 * @throws AudienceError `invalid_argument`
 */
export function checkOptions(vendor: string, schema: z.ZodType, options: unknown): void {
  const issue = schema.safeParse(options ?? {}).error?.issues[0];
  if (issue !== undefined) {
    const where = issue.path.map(String).join(".");
    const what = where === "" ? "the options" : where;
    throw invalidArgument(`${vendor}: ${what} will not do: ${issue.message}.`);
  }
}
