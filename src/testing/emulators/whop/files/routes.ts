import type { Cursors } from "../../kit/cursors.ts";
import type { Issuer } from "../../kit/issuer.ts";
import { bearerKey } from "../../kit/keys.ts";
import type { Exchange } from "../../kit/operations.ts";
import { knownVersionDates } from "../guards.ts";
import type { WhopFile } from "./file.ts";

/** What the routes of files, and the storage behind them, work with. */
export interface FileRoutes {
  readonly files: Map<string, WhopFile>;
  readonly issuer: Issuer;
  readonly cursors: Cursors;
  readonly now: () => number;
  /** How long Whop looks at a file before it is ready, in ms. */
  readonly lookingTime: number;
  /** The version that applies where a request names none: the key's. */
  readonly keyVersion: string;
  /** Where the API itself is reached when nothing is served. */
  readonly apiOrigin: string;
  /** Whether bytes are kept, or counted and forgotten. */
  readonly keep: boolean;
}

/** The files of before and of since 2026-08-21-1 differ (developer/guides/direct-file-uploads). */
export type FilesGeneration = "legacy" | "current";

export function filesGeneration({ header }: Exchange, { keyVersion }: FileRoutes): FilesGeneration {
  const version = knownVersionDates.indexOf(header("api-version-date") ?? keyVersion);
  return version < knownVersionDates.indexOf("2026-08-21-1") ? "legacy" : "current";
}

/** Only the credential that made a file can see it, in whichever case it spells the scheme. */
export const ownerOf = ({ header }: Exchange): string =>
  `Bearer ${bearerKey(header("authorization")) ?? ""}`;

export const ownFile = (
  exchange: Exchange,
  id: string,
  files: ReadonlyMap<string, WhopFile>,
): WhopFile | undefined => {
  const file = files.get(id);
  return file?.owner === ownerOf(exchange) ? file : undefined;
};
