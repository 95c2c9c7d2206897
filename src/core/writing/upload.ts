import type { MemberChunks, WriteContext } from "./contract.ts";
import { failedCall, isAudienceError } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import { memberFile } from "./member-file.ts";
import type { FileCount, MemberColumn } from "./member-file.ts";
import type { Parcel } from "./parcel.ts";
import { lookUntil } from "./patience.ts";
import type { Patience } from "./patience.ts";
import type { Runtime } from "../runtime.ts";
import { createSpool } from "./spool.ts";

/** Where a vendor wants a file put. The address is a secret: whoever has it can write there. */
export interface UploadTicket {
  readonly id: string;
  /** Absent = the vendor has the file already, or wants it in pieces. */
  readonly url?: string | null | undefined;
  /** Sent with the file, and with each piece; one that is `null` is left out. @default none */
  readonly headers?: Readonly<Record<string, string | number | null>> | null | undefined;
  /** Pieces of a large file, each with its own address. @default the file goes in one piece */
  readonly parts?: readonly { readonly number: number; readonly url: string }[] | undefined;
  /** Bytes of a piece. @default the file divided by the number of pieces */
  readonly partSize?: number | null | undefined;
}

/** A piece that the storage host has taken. */
export interface StoredPart {
  readonly number: number;
  readonly etag: string;
}

export interface UploadState {
  readonly status: "pending" | "ready" | "failed";
  /** As the vendor counts it, in bytes, where it says. */
  readonly size?: number | undefined;
}

/** A file that an address is asked for. */
export interface UploadRequest {
  /** In bytes. */
  readonly size: number;
  /** Counting from 1: an address that has expired is never used again. */
  readonly attempt: number;
}

/** A file of which all pieces have been stored. */
export interface StoredUpload<Ticket extends UploadTicket> {
  readonly ticket: Ticket;
  readonly parts: readonly StoredPart[];
}

/** How a vendor takes a file: an address is asked for, the bytes are put there, and the vendor looks at them. */
export interface UploadSpec<Ticket extends UploadTicket> {
  /** Of the file, in their order. */
  readonly columns: readonly MemberColumn[];
  readonly open: (request: UploadRequest, context: WriteContext) => Promise<Ticket>;
  /** Tells the vendor that all pieces are there. */
  readonly complete?: (upload: StoredUpload<Ticket>, context: WriteContext) => Promise<unknown>;
  readonly look: (id: string, context: WriteContext) => Promise<UploadState>;
}

/** A file of members that the vendor has. */
export interface Uploaded extends Readonly<FileCount> {
  readonly id: string;
  /** In bytes. */
  readonly size: number;
}

/** Uploads members as a file; one that the journal tells of is there already, and its members are not read again. */
export type Upload = (members: MemberChunks, context: WriteContext) => Promise<Uploaded>;

type Put = (parcel: Parcel, context: WriteContext) => Promise<Headers>;

const maximumTickets = 3;
/** What the journal calls the file: with another one, a repeat of the write would be another write. */
const journaled = "file";
/** How long a vendor may take to look at a file. */
const patience: Patience = { first: 500, longest: 15_000, total: 15 * 60_000 };

function isUploaded(value: unknown): value is Uploaded {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    ["size", "members", "rows"].every((name) => Number.isSafeInteger(Reflect.get(value, name)))
  );
}

/** The file that an earlier process has uploaded for the same write. */
async function earlier({ journal }: WriteContext): Promise<Uploaded | undefined> {
  const text = await journal?.read(journaled);
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return isUploaded(value) ? value : undefined;
}

/** What is gone, or was another key's, is uploaded anew. */
const isGone = (error: unknown): boolean =>
  isAudienceError(error) && ["not_found", "permission"].includes(error.code);

function failed(context: WriteContext, what: string): AudienceError {
  return failedCall("unavailable", context, `${what}. Nothing was written; try again later.`);
}

function headersOf({ headers }: UploadTicket): Readonly<Record<string, string>> {
  const sent = Object.entries(headers ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(sent.map(([name, value]) => [name, String(value)]));
}

async function store<Ticket extends UploadTicket>(
  ticket: Ticket,
  body: Blob,
  { complete }: UploadSpec<Ticket>,
  put: Put,
  context: WriteContext,
): Promise<void> {
  const { url, parts = [] } = ticket;
  const headers = headersOf(ticket);
  if (url !== null && url !== undefined) {
    await put({ url, headers, body }, context);
  }
  const size = ticket.partSize ?? Math.ceil(body.size / parts.length);
  const stored: StoredPart[] = [];
  for (const part of parts) {
    const piece = body.slice((part.number - 1) * size, part.number * size);
    const answer = await put({ url: part.url, headers, body: piece }, context);
    stored.push({ number: part.number, etag: answer.get("etag") ?? "" });
  }
  if (stored.length > 0) {
    await complete?.({ ticket, parts: stored }, context);
  }
}

/** Makes functions that write texts to a spool and upload that: its length is known, and none of it is in memory. */
export function createUploader(
  put: Put,
  runtime: Runtime,
): <Ticket extends UploadTicket>(spec: UploadSpec<Ticket>) => Upload {
  return (spec) => {
    /** Whether the vendor has this file whole; `undefined` = it is still looking at it. */
    async function arrived(
      id: string,
      size: number,
      context: WriteContext,
    ): Promise<boolean | undefined> {
      const state = await spec.look(id, context);
      return state.status === "pending"
        ? undefined
        : state.status === "ready" && (state.size ?? size) === size;
    }

    /** The file's id once it has reached the vendor; `undefined` = another address is needed. */
    async function deliver(
      body: Blob,
      attempt: number,
      context: WriteContext,
    ): Promise<string | undefined> {
      const { size } = body;
      const ticket = await spec.open({ size, attempt }, context);
      const { id } = ticket;
      try {
        await store(ticket, body, spec, put, context);
      } catch (error) {
        if (!isAudienceError(error) || error.code !== "permission") {
          throw error;
        }
        // Expired; but an earlier run of the same write may have put the file there in time.
        return (await arrived(id, size, context)) === true ? id : undefined;
      }
      const look = (): Promise<boolean | undefined> => arrived(id, size, context);
      const whole = await lookUntil(look, patience, runtime, context.signal);
      if (whole === undefined) {
        throw failed(context, "uploaded the file, and the vendor has not finished looking at it");
      }
      return whole ? id : undefined;
    }

    async function isThere({ id, size }: Uploaded, context: WriteContext): Promise<boolean> {
      try {
        return (await arrived(id, size, context)) === true;
      } catch (error) {
        if (isGone(error)) {
          return false;
        }
        throw error;
      }
    }

    return async (members, context) => {
      const kept = await earlier(context);
      if (kept !== undefined && (await isThere(kept, context))) {
        return kept;
      }
      const spool = createSpool();
      const count: FileCount = { members: 0, rows: 0 };
      try {
        for await (const text of memberFile(members, spec.columns, count)) {
          await spool.write(text);
        }
        const body = await spool.finish();
        for (let attempt = 1; attempt <= maximumTickets; attempt += 1) {
          const id = await deliver(body, attempt, context);
          if (id !== undefined) {
            const uploaded: Uploaded = { id, size: body.size, ...count };
            await context.journal?.write(journaled, JSON.stringify(uploaded));
            return uploaded;
          }
        }
      } finally {
        await spool.dispose();
      }
      const what = `could not upload the file: ${maximumTickets} times its address had expired, or it was stored with another size or refused`;
      throw failed(context, what);
    };
  };
}
