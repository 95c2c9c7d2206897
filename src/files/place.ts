import path from "node:path";

import type { CallContext } from "../core/call-context.ts";
import { failure, isMissing } from "./failure.ts";
import type { FileSystem } from "./system.ts";

export interface PlaceSetup {
  /** A folder, or one file. */
  readonly path: string;
  /** Of the files that count: `.csv`, `.csv.gz`. */
  readonly endings: readonly string[];
  readonly system: FileSystem;
}

export interface FileNames {
  readonly ids: readonly string[];
  /** Files that cannot be asked for, for their names are no text. */
  readonly unreadable: number;
}

/** Where the files are: a folder of them, or a single one. An id is a file's name and never leads out of here. */
export interface Place {
  /** All files, in the order of their names. */
  names(): Promise<FileNames>;
  /** Where the file of an id is; it is there. */
  find(id: string, context: CallContext): Promise<string>;
  /** Where a new file of this name goes, and its id; the folder is made if need be. */
  prepare(
    name: string,
    context: CallContext,
  ): Promise<{ readonly id: string; readonly file: string }>;
  /** The name without its ending. */
  nameOf(id: string): string;
}

const folderMode = 0o700;
// oxlint-disable-next-line no-control-regex -- a name with control characters is what this looks for
const unfit = /[/\\:\u0000-\u001f\u007f]|^\.|^$|\s$/;

function checkName(name: string, context: CallContext): void {
  if (unfit.test(name)) {
    throw failure(
      context,
      "invalid_argument",
      "was given a name that is no plain file name. Pass an id that list gave, or a name without a folder in it.",
    );
  }
}

export function createPlace({ path: given, endings, system }: PlaceSetup): Place {
  const [ending = ""] = endings;
  const whole = path.resolve(given);
  const endingOf = (name: string): string =>
    endings.find((one) => name.toLowerCase().endsWith(one)) ?? "";

  /** A path that is not there yet is that of a file if it ends like one. */
  async function isFile(): Promise<boolean> {
    try {
      return !(await system.stat(whole)).isDirectory();
    } catch (cause) {
      if (isMissing(cause)) {
        return endingOf(whole) !== "";
      }
      throw cause;
    }
  }

  /** Whether a name of the folder is a file, and not a link that leads out of it. */
  async function counts(folder: string, name: string): Promise<boolean> {
    if (endingOf(name) === "" || unfit.test(name)) {
      return false;
    }
    try {
      const real = await system.realpath(path.join(folder, name));
      return path.dirname(real) === folder && (await system.stat(real)).isFile();
    } catch (cause) {
      if (isMissing(cause)) {
        return false; // gone since, or a link to nowhere
      }
      throw cause;
    }
  }

  return {
    async names() {
      if (await isFile()) {
        try {
          await system.stat(whole);
          return { ids: [path.basename(whole)], unreadable: 0 };
        } catch (cause) {
          if (isMissing(cause)) {
            return { ids: [], unreadable: 0 }; // to be created
          }
          throw cause;
        }
      }
      const folder = await system.realpath(whole);
      const names = await system.readdir(folder);
      const counted = await Promise.all(names.map((name) => counts(folder, name)));
      return {
        ids: names.filter((_, index) => counted[index]).toSorted(),
        unreadable: names.filter((name) => name.includes("\ufffd") && endingOf(name) !== "").length,
      };
    },
    async find(id, context) {
      checkName(id, context);
      if (await isFile()) {
        if (id === path.basename(whole)) {
          const file = await system.realpath(whole);
          if (!(await system.stat(file)).isFile()) {
            throw failure(
              context,
              "invalid_argument",
              "was pointed at something that is no regular file, such as a pipe. Save it to a file first.",
            );
          }
          return file;
        }
      } else {
        const folder = await system.realpath(whole);
        if (await counts(folder, id)) {
          return system.realpath(path.join(folder, id));
        }
      }
      throw failure(
        context,
        "not_found",
        "found no file with this id. Check the id; list shows those there are.",
      );
    },
    async prepare(name, context) {
      const id = endingOf(name) === "" ? `${name}${ending}` : name;
      checkName(id, context);
      if (await isFile()) {
        if (id !== path.basename(whole)) {
          throw failure(
            context,
            "invalid_argument",
            "was given another name than that of the file in path. Give the same name, or a folder as path.",
          );
        }
        await system.mkdir(path.dirname(whole), { recursive: true, mode: folderMode });
        return { id, file: whole };
      }
      await system.mkdir(whole, { recursive: true, mode: folderMode });
      return { id, file: path.join(await system.realpath(whole), id) };
    },
    nameOf: (id) => id.slice(0, id.length - endingOf(id).length),
  };
}
