import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

import type { FileFingerprint } from "./plan.ts";

/** Read at once, into the same bytes again and again: new ones would pile up until a collection. */
const readSize = 1 << 18;

/** What a file holds, so that it can be seen later whether it is the same. */
export async function fingerprintFile(
  path: string,
  signal?: AbortSignal,
): Promise<FileFingerprint> {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafeSlow(readSize);
  await using file = await open(path);
  for (let bytes = 0; ;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece, 0, readSize);
    if (bytesRead === 0) {
      return { path, bytes, digest: hash.digest("hex") };
    }
    hash.update(piece.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}
