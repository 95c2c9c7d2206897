import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** The system's word for what went wrong with a file, such as `EACCES`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/**
 * Writes a file that only its owner may read, all of it or nothing: whoever reads it, also after a power loss, finds
 * the text before or the text after. A folder that is not there is made, for its owner alone.
 */
export async function writePrivately(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = path.join(folder, `.${path.basename(file)}.${globalThis.crypto.randomUUID()}.tmp`);
  try {
    const handle = await open(fresh, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
