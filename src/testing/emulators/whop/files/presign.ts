import type { Exchange } from "../../kit/operations.ts";
import type { FileRoutes } from "./routes.ts";

/** Another origin than the API's, as storage hosts are. */
export const uploadOrigin = "https://uploads.whop-emulator.example";

/** Where the same storage is reached when the emulators are served: on their own port. */
export const servedUploads = "/whop-uploads";

/** A whole file has an hour, a part a quarter of one (developer/guides/direct-file-uploads). */
const lifetime = { whole: 3600, part: 900 } as const;

/** What a presigned address stands for; part 0 is the whole file. */
export interface Grant {
  readonly fileId: string;
  readonly part: number;
  readonly expiresAt: number;
}

const list = "upload";

/** An address that is its own credential: sealed like a cursor, so that nobody can make another. */
export async function presign(
  { request }: Exchange,
  { cursors, now, apiOrigin }: FileRoutes,
  fileId: string,
  part = 0,
): Promise<string> {
  const seconds = part === 0 ? lifetime.whole : lifetime.part;
  const { origin } = new URL(request.url);
  const base = origin === apiOrigin ? uploadOrigin : origin + servedUploads;
  const url = new URL(`${base}/${fileId}`);
  if (part > 0) url.searchParams.set("partNumber", String(part));
  url.searchParams.set("X-Amz-Expires", String(seconds));
  const expiresAt = now() + seconds * 1000;
  const signature = await cursors.seal({ list, page: part, at: expiresAt, key: fileId });
  url.searchParams.set("X-Amz-Signature", signature);
  return url.href;
}

/** The grant of an address, or undefined where it is not one of ours or was changed. */
export async function readGrant(
  { parameter, query }: Exchange,
  { cursors }: FileRoutes,
): Promise<Grant | undefined> {
  const opened = await cursors.open(query("X-Amz-Signature") ?? "");
  if (opened === undefined || opened.list !== list || opened.key !== parameter("file"))
    return undefined;
  if (opened.page !== Number(query("partNumber") ?? 0)) return undefined;
  return { fileId: opened.key, part: opened.page, expiresAt: opened.at };
}
