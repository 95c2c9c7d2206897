import type * as z from "zod";

import type { CallContext } from "../call-context.ts";
import type { Note } from "../diagnostics.ts";
import { failedCall } from "../errors.ts";
import type { HttpRequest } from "../http.ts";
import { createReader } from "../read.ts";
import type { RecordReader } from "../read.ts";
import { createShellReader, firstIssue } from "./shell.ts";
import type { Transport } from "./shell.ts";

/** What one record of a vendor is, and what it means. */
export interface RecordMap<Item extends z.ZodType, Result> {
  readonly item: Item;
  /** Pure: the same record twice gives equal results and is left as it was. */
  readonly map: (raw: z.infer<Item>, read: RecordReader) => Result;
}

/** How to ask for one record: by its id, or by a write that is answered with it. */
export interface RecordSpec<
  Shell extends z.ZodType,
  Item extends z.ZodType,
  Result,
  Input = string,
  Request = HttpRequest,
> extends RecordMap<Item, Result> {
  readonly request: (input: Input) => Request;
  readonly response: Shell;
  readonly at: string;
  /** The record in the shell; `undefined` = there is none. */
  readonly pick: (shell: z.infer<Shell>, input: Input) => unknown;
}

/** Makes the function that reads one record. */
export type RecordEndpoint<Request, Context> = <
  Shell extends z.ZodType,
  Item extends z.ZodType,
  Result,
  Input = string,
>(
  spec: RecordSpec<Shell, Item, Result, Input, Request>,
) => (input: Input, context: Context) => Promise<Result>;

/**
 * Reads one record. A field of another type than the vendor documents is left out and noted; only what a record
 * cannot do without, its key, makes it unreadable.
 */
export function readRecord<Item extends z.ZodType>(
  schema: Item,
  raw: unknown,
  at: string,
  note: Note,
): z.ZodSafeParseResult<z.infer<Item>> {
  const whole = schema.safeParse(raw);
  if (whole.success || typeof raw !== "object" || raw === null) {
    return whole;
  }
  const damaged = new Set(whole.error.issues.map((issue) => issue.path[0]));
  const rest = schema.safeParse(
    Object.fromEntries(Object.entries(raw).filter(([field]) => !damaged.has(field))),
  );
  for (const issue of rest.success ? whole.error.issues : []) {
    const field = [at, ...issue.path.map(String)].filter((part) => part !== "").join(".");
    note("changed_type", field, `${issue.message}; the field is left out`);
  }
  return rest;
}

export function createRecordEndpoint<Request, Context extends CallContext>(
  transport: Transport<Request, Context>,
): RecordEndpoint<Request, Context> {
  const readShell = createShellReader(transport);
  return (spec) => async (input, context) => {
    const request = spec.request(input);
    const shell = await readShell(request, spec.response, context);
    const raw = spec.pick(shell, input);
    if (raw === undefined || raw === null) {
      const words = "found no audience with this id. Check the id; list shows those there are.";
      throw failedCall("not_found", context, words);
    }
    const note: Note = (...said) => context.onNote?.(...said);
    const record = readRecord(spec.item, raw, spec.at, note);
    if (!record.success) {
      const { path, message } = firstIssue(record.error, spec.at);
      throw transport.misfit(raw, `${path}: ${message}`, context, request);
    }
    return spec.map(record.data, createReader(spec.at, note, transport.clean));
  };
}
