import * as z from "zod";

import type { CallContext } from "../call-context.ts";
import type { PageRequest, ProviderPage } from "../contract.ts";
import type { Diagnostic, Note } from "../diagnostics.ts";
import { AudienceError } from "../errors.ts";
import { createFieldWatcher } from "./fields.ts";
import type { KnownFields } from "./fields.ts";
import type { HttpRequest } from "../http.ts";
import { createReader } from "../read.ts";
import type { RecordReader } from "../read.ts";
import { createShellReader, firstIssue, unreadable } from "./shell.ts";
import type { Transport } from "./shell.ts";
import { isSendable } from "../url.ts";

/** Where a vendor's list is, how to ask for a page of it, and what one record of it means. */
export interface PageSpec<
  Request extends PageRequest,
  Shell extends z.ZodType,
  Item extends z.ZodType,
  Result,
> extends KnownFields {
  readonly request: (request: Request) => HttpRequest;
  /** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
  readonly response: Shell;
  /** Where the items are, for diagnostics: `data.items`. */
  readonly at: string;
  readonly items: (shell: z.infer<Shell>) => readonly unknown[];
  readonly item: Item;
  /** Pure: the same record twice gives equal results and is left as it was. */
  readonly map: (raw: z.infer<Item>, read: RecordReader) => Result;
  /** What tells one item from another. @default items are not told apart */
  readonly key?: (raw: z.infer<Item>) => string;
  /** The vendor's own flag. */
  readonly more: (shell: z.infer<Shell>) => boolean;
  readonly next: (shell: z.infer<Shell>) => string | null | undefined;
  /** How many there are in all, where the vendor says. */
  readonly total?: (shell: z.infer<Shell>) => unknown;
}

/** How to ask for one record, by its id or by a write that is answered with it. */
export interface RecordSpec<
  Shell extends z.ZodType,
  Item extends z.ZodType,
  Result,
  Input = string,
> {
  readonly request: (input: Input) => HttpRequest;
  readonly response: Shell;
  readonly at: string;
  /** The record in the shell; `undefined` = there is none. */
  readonly pick: (shell: z.infer<Shell>, input: Input) => unknown;
  readonly item: Item;
  readonly map: (raw: z.infer<Item>, read: RecordReader) => Result;
}

export interface Endpoints {
  /** Makes the function that reads one page. */
  page<Request extends PageRequest, Shell extends z.ZodType, Item extends z.ZodType, Result>(
    spec: PageSpec<Request, Shell, Item, Result>,
  ): (request: Request, context: CallContext) => Promise<ProviderPage<Result>>;
  /** Makes the function that reads one record. */
  record<Shell extends z.ZodType, Item extends z.ZodType, Result, Input = string>(
    spec: RecordSpec<Shell, Item, Result, Input>,
  ): (input: Input, context: CallContext) => Promise<Result>;
}

/** Kept of one page at the most; the rest would say the same. */
const maximumNotes = 100;

/**
 * Reads one record. A field of another type than the vendor documents is left out and noted; only what a record
 * cannot do without, its key, makes it unreadable.
 */
function readRecord<Item extends z.ZodType>(
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

/** More than any vendor's page; of a body full of broken records, the errors of all at once would fill the memory. */
const largestAtOnce = 1000;

export function createEndpoints(transport: Transport): Endpoints {
  const { misfit, clean } = transport;
  const readShell = createShellReader(transport);
  return {
    page: (spec) => {
      const watcher = createFieldWatcher(spec.item, spec, spec.at, clean);
      let list: z.ZodArray<typeof spec.item> | undefined;
      return async (request, context) => {
        const shell = await readShell(spec.request(request), spec.response, context);
        const notes: Omit<Diagnostic, "count">[] = [];
        const note: Note = (code, path, message) => {
          if (notes.length < maximumNotes) {
            notes.push({ code, path, message });
          }
        };
        const read = createReader(spec.at, note, clean);
        const watch = watcher(note);
        const raws = spec.items(shell);
        const items: ReturnType<typeof spec.map>[] = [];
        const keys: string[] = [];
        const at = `${spec.at}[]`;
        // Mostly all are as they should be, and are told so at once; each by itself takes half as long again.
        list ??= z.array(spec.item);
        const whole = raws.length > largestAtOnce ? undefined : list.safeParse(raws);
        const take = (data: z.infer<typeof spec.item>): void => {
          items.push(spec.map(data, read));
          if (spec.key !== undefined) {
            keys.push(spec.key(data));
          }
        };
        let index = -1; // counted by hand: entries() makes two objects a record
        for (const data of whole?.data ?? []) {
          index += 1;
          watch.see(raws[index]);
          take(data);
        }
        for (const raw of whole?.success === true ? [] : raws) {
          index += 1;
          watch.see(raw);
          const record = readRecord(spec.item, raw, at, note);
          if (record.success) {
            take(record.data);
          } else {
            const issue = firstIssue(record.error, `${spec.at}[${index}]`);
            note("invalid_record", issue.path, `${issue.message}; the record is left out`);
          }
        }
        const next = spec.next(shell) ?? "";
        const total = spec.total?.(shell);
        const counted = typeof total === "number" && Number.isSafeInteger(total) && total >= 0;
        if (total !== undefined && total !== null && !counted) {
          note("unreadable_count", "count", "is not a whole number of 0 or more; left unknown");
        }
        return {
          items,
          ...(spec.key === undefined ? {} : { keys }),
          more: spec.more(shell),
          // A cursor that cannot be sent back is none.
          next: next !== "" && isSendable(next) ? next : undefined,
          total: counted ? total : undefined,
          refused: raws.length - items.length,
          missing: watch.missing(),
          notes,
        };
      };
    },
    record: (spec) => async (input, context) => {
      const request = spec.request(input);
      const shell = await readShell(request, spec.response, context);
      const raw = spec.pick(shell, input);
      if (raw === undefined || raw === null) {
        const { provider, operation } = context;
        const message = `${provider}: ${operation} found no audience with this id. Check the id; list shows those there are.`;
        throw new AudienceError("not_found", message, { provider, operation });
      }
      const note: Note = (...said) => context.onNote?.(...said);
      const record = readRecord(spec.item, raw, spec.at, note);
      if (!record.success) {
        const issue = firstIssue(record.error, spec.at);
        throw unreadable(misfit(raw, `${issue.path}: ${issue.message}`, context), request);
      }
      return spec.map(record.data, createReader(spec.at, note, clean));
    },
  };
}
