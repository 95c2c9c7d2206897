import type * as z from "zod";

import type { MemberChunks, MemberReceipt, MemberWrite, WriteContext } from "./contract.ts";
import { failedCall } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import { createJsonList } from "./json-list.ts";
import type { JsonList } from "./json-list.ts";
import type { AudienceRecord, MemberInput } from "../model.ts";
import { lookUntil } from "./patience.ts";
import type { Patience } from "./patience.ts";
import type { Runtime } from "../runtime.ts";
import { createShellReader } from "../http/shell.ts";
import type { WriteRequest, WriteTransport } from "./write-transport.ts";

/** How to send one write and what its answer means. */
export interface SendSpec<Input, Shell extends z.ZodType, Result> {
  readonly request: (input: Input, context: WriteContext) => WriteRequest;
  readonly response: Shell;
  readonly result: (shell: z.infer<Shell>, input: Input, context: WriteContext) => Result;
}

/** How to delete an audience. */
export interface RemoveSpec<Shell extends z.ZodType> {
  readonly request: (id: string) => WriteRequest;
  readonly response: Shell;
  /** Whether the vendor says that it did. @default a 2xx says so */
  readonly done?: (shell: z.infer<Shell>) => boolean;
}

/** One of the requests that carry the members of a write. */
export interface Part<Entry> {
  readonly id: string;
  /** For the body: they are JSON already. */
  readonly entries: JsonList<Entry>;
  /** Counting from 1. */
  readonly number: number;
}

/** How to send members in parts of a size. */
export interface BatchSpec<Entry, Shell extends z.ZodType> {
  /** The most entries of a part. */
  readonly size: number;
  /** What a member is in the part of this number; one with two ids is two entries. */
  readonly entries: (member: MemberInput, number: number) => readonly Entry[];
  readonly request: (part: Part<Entry>) => WriteRequest;
  readonly response: Shell;
  /** What this part can be followed by, where the vendor gives something. */
  readonly pending?: (shell: z.infer<Shell>) => string | null | undefined;
  /** One look at the audience, or at what a part has come to. Before the first part, earlier writes are waited for. */
  readonly look?: (
    id: string,
    pending: string | undefined,
    context: WriteContext,
  ) => Promise<AudienceRecord>;
  /** Whether the second part may be sent only when the first has been carried out. @default false */
  readonly firstAlone?: boolean;
  /** Whether somebody else has put other members in the place of the first part's. */
  readonly isOverwritten?: (record: AudienceRecord) => boolean;
}

export interface WriteEndpoints {
  /** Makes the function that sends one write. */
  send<Input, Shell extends z.ZodType, Result>(
    spec: SendSpec<Input, Shell, Result>,
  ): (input: Input, context: WriteContext) => Promise<Result>;
  /** Makes the function that deletes; a repeat that finds nothing any more has done its work. */
  remove<Shell extends z.ZodType>(
    spec: RemoveSpec<Shell>,
  ): (id: string, context: WriteContext) => Promise<void>;
  /** Makes the function that sends members part by part, one after the other, holding one part at a time. */
  inBatches<Entry, Shell extends z.ZodType>(
    spec: BatchSpec<Entry, Shell>,
  ): (write: MemberWrite, context: WriteContext) => Promise<MemberReceipt>;
}

interface Filled<Entry> {
  readonly entries: JsonList<Entry>;
  readonly number: number;
  /** How many members have their last entry here. */
  readonly members: number;
}

/** Cuts a stream of members into parts of a size; nothing is held but the part being filled. */
async function* partsOf<Entry>(
  chunks: MemberChunks,
  { size, entries: entriesOf }: Pick<BatchSpec<Entry, z.ZodType>, "size" | "entries">,
): AsyncGenerator<Filled<Entry>, void, undefined> {
  const entries = createJsonList<Entry>(); // the same for every part: one is sent before the next is filled
  let number = 1;
  let members = 0;
  for await (const chunk of chunks) {
    for (const member of chunk) {
      let own = entriesOf(member, number);
      for (let index = 0; index < own.length; index += 1) {
        if (entries.length >= size) {
          yield { entries, number, members };
          entries.clear();
          number += 1;
          members = 0;
          own = entriesOf(member, number); // what goes into the next part may have another form
        }
        const entry = own[index];
        if (entry !== undefined) {
          entries.add(entry);
        }
      }
      members += 1;
    }
  }
  if (members > 0) {
    yield { entries, number, members };
  }
}

function overwritten(context: WriteContext): AudienceError {
  const words = `found that somebody else has replaced the members in the meantime. The rest was not sent; see who writes to it, and repeat the whole.`;
  return failedCall("conflict", context, words);
}

/** How long a vendor may take for a write that the next one has to wait for. */
const patience: Patience = { first: 1000, longest: 15_000, total: 10 * 60_000 };

export function createWriteEndpoints(transport: WriteTransport, runtime: Runtime): WriteEndpoints {
  const readShell = createShellReader(transport);

  /** Waits until a write has been carried out, or all that were begun before. */
  async function settled(
    look: () => Promise<AudienceRecord>,
    context: WriteContext,
  ): Promise<AudienceRecord> {
    const { signal } = context;
    const done = async (): Promise<AudienceRecord | undefined> => {
      const record = await look();
      return record.status === "processing" ? undefined : record;
    };
    const record = await lookUntil(done, patience, runtime, signal);
    if (record === undefined) {
      const minutes = patience.total / 60_000;
      const words = `waits for what was written before, and the vendor has not carried it out within ${minutes} minutes. The rest was not sent; try again later.`;
      throw failedCall("timeout", context, words);
    }
    return record;
  }

  return {
    send: (spec) => async (input, context) => {
      const shell = await readShell(spec.request(input, context), spec.response, context);
      return spec.result(shell, input, context);
    },
    remove: (spec) => async (id, context) => {
      const request = { idempotent: true, goneIsDone: true, ...spec.request(id) };
      const shell = await readShell(request, spec.response.optional(), context);
      if (shell !== undefined && spec.done?.(shell) === false) {
        const words = `was answered with 200, and that it was not done. The vendor does not say why; look at the audience and try again.`;
        throw failedCall("rejected", context, words, { status: 200 });
      }
    },
    inBatches: (spec) => async (write, context) => {
      const { id } = write;
      let written = 0;
      let pending: string | undefined;
      const { look } = spec;
      if (look !== undefined) {
        await settled(() => look(id, undefined, context), context);
      }
      for await (const { entries, number, members } of partsOf(write.members, spec)) {
        if (number === 2 && spec.firstAlone === true && look !== undefined) {
          const first = pending;
          const record = await settled(() => look(id, first, context), context);
          if (spec.isOverwritten?.(record) === true) {
            throw overwritten(context);
          }
        }
        const request = spec.request({ id, entries, number });
        const shell = await readShell(request, spec.response, context);
        pending = spec.pending?.(shell) ?? undefined;
        written += members;
        context.onWritten?.(written);
      }
      return { written, pending };
    },
  };
}
