import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder of one test, gone when the test is over. */
export interface TestFolder extends Disposable {
  readonly path: string;
  file(name: string): string;
  put(name: string, content: string | Buffer): string;
  text(name: string): string;
  bytes(name: string): Buffer;
  names(): readonly string[];
}

export function testFolder(): TestFolder {
  const folder = mkdtempSync(path.join(tmpdir(), "audiencekit-test-"));
  const file = (name: string): string => path.join(folder, name);
  return {
    path: folder,
    file,
    put(name, content) {
      writeFileSync(file(name), content);
      return file(name);
    },
    text: (name) => readFileSync(file(name), "utf8"),
    bytes: (name) => readFileSync(file(name)),
    names: () => readdirSync(folder).toSorted(),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
