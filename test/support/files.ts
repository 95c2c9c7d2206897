import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** Folders of files that all changed at the same moment, so that a snapshot of them holds. */
export interface Folders {
  make(files: Readonly<Record<string, string>>): string;
  removeAll(): void;
}

const changed = new Date("2026-01-02T03:04:05Z");

/** Files whose names end with `.gz` are packed. */
export function createFolders(): Folders {
  const made: string[] = [];
  return {
    make(files) {
      const folder = mkdtempSync(path.join(tmpdir(), "audiencekit-test-"));
      made.push(folder);
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(folder, name);
        writeFileSync(file, name.endsWith(".gz") ? gzipSync(text, { level: 0 }) : text);
        utimesSync(file, changed, changed);
      }
      return folder;
    },
    removeAll() {
      for (const folder of made.splice(0)) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
