import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

import type { FileFingerprint } from "./plan.ts";

/** What a file holds, so that it can be seen later whether it is the same. */
export async function fingerprintFile(
  path: string,
  signal?: AbortSignal,
): Promise<FileFingerprint> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    if (Buffer.isBuffer(chunk)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  }
  return { path, bytes, digest: hash.digest("hex") };
}
