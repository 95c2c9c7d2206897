import * as z from "zod";

import type { CallContext } from "../call-context.ts";
import type { PageRequest, ProviderPage } from "../contract.ts";
import type { Diagnostic, Note } from "../diagnostics.ts";
import { createFieldWatcher } from "./fields.ts";
import type { KnownFields } from "./fields.ts";
import type { HttpRequest } from "../http.ts";
import { createReader } from "../read.ts";
import { createRecordEndpoint, readRecord } from "./record.ts";
import type { RecordEndpoint, RecordMap } from "./record.ts";
import { createShellReader, firstIssue } from "./shell.ts";
import type { Transport } from "./shell.ts";
import { isWellFormed } from "../well-formed.ts";

/** Where a vendor's list is, how to ask for a page of it, and what one record of it means. */
export interface PageSpec<
  Request extends PageRequest,
  Shell extends z.ZodType,
  Item extends z.ZodType,
  Result,
>
  extends KnownFields, RecordMap<Item, Result> {
  readonly request: (request: Request) => HttpRequest;
  /** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
  readonly response: Shell;
  /** Where the items are, for diagnostics: `data.items`. */
  readonly at: string;
  readonly items: (shell: z.infer<Shell>) => readonly unknown[];
  /** What tells one item from another. @default items are not told apart */
  readonly key?: (raw: z.infer<Item>) => string;
  /** The vendor's own flag. */
  readonly more: (shell: z.infer<Shell>) => boolean;
  readonly next: (shell: z.infer<Shell>) => string | null | undefined;
  /** How many there are in all, where the vendor says. */
  readonly total?: (shell: z.infer<Shell>) => unknown;
}

export interface Endpoints {
  /** Makes the function that reads one page. */
  page<Request extends PageRequest, Shell extends z.ZodType, Item extends z.ZodType, Result>(
    spec: PageSpec<Request, Shell, Item, Result>,
  ): (request: Request, context: CallContext) => Promise<ProviderPage<Result>>;
  /** Makes the function that reads one record. */
  readonly record: RecordEndpoint<HttpRequest, CallContext>;
}

/** Kept of one page at the most; the rest would say the same. */
const maximumNotes = 100;

/** More than any vendor's page; of a body full of broken records, the errors of all at once would fill the memory. */
const largestAtOnce = 1000;

export function createEndpoints(transport: Transport): Endpoints {
  const { clean } = transport;
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
          next: next !== "" && isWellFormed(next) ? next : undefined,
          total: counted ? total : undefined,
          refused: raws.length - items.length,
          missing: watch.missing(),
          notes,
        };
      };
    },
    record: createRecordEndpoint(transport),
  };
}
