import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { cosmiconfig } from "cosmiconfig";

import { isFailure, usageFailure } from "./failures.ts";

export interface ConfigFile {
  /** As a person would name it, from where the command was run. */
  readonly shown: string;
  /** Where it is. */
  readonly folder: string;
  readonly mode: number;
  /** What it exports, unchecked. */
  readonly value: unknown;
  /** Its own text; whatever is in there is no secret kept elsewhere. */
  readonly text: string;
}

const configFileNames: readonly string[] = [
  "audiencekit.config.ts",
  "audiencekit.config.js",
  "audiencekit.config.json",
];

/** Wrapped, so that what the file exports passes through the search untouched. */
interface Loaded {
  readonly value: unknown;
  readonly text: string;
}

/** V8's words for a JSON error without the piece of the text that it quotes: a key may be in there. */
function jsonProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const place = /\(?line (\d+) column (\d+)\)?/.exec(message);
  const what = message.replace(/ in JSON.*$|, .* is not valid JSON$/s, "").replace(/"/g, "");
  return place === null ? what : `${what}, at line ${place[1]}, column ${place[2]}`;
}

function loadJson(file: string, content: string): Loaded {
  const text = content.replace(/^\ufeff/, "");
  try {
    return { value: JSON.parse(text), text };
  } catch (error) {
    throw usageFailure(`${path.basename(file)} is not valid JSON: ${jsonProblem(error)}.`);
  }
}

/** The line of the file that a stack names first, if it names any. */
function lineIn(stack: string, file: string): string | undefined {
  const [, after = ""] = stack.replaceAll(pathToFileURL(file).href, file).split(`${file}:`);
  return /^\d+/.exec(after)?.[0];
}

/** Where in the file it went wrong, and what; the first line only, as the others quote the source. */
function moduleProblem(error: unknown, file: string): string {
  if (!(error instanceof Error)) {
    return "it threw something that is no error";
  }
  if ("code" in error && error.code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return "this Node.js does not run TypeScript; use Node.js 22.18 or newer, or a .js or .json file";
  }
  const line = lineIn(error.stack ?? "", file);
  const what = error.message.split("\n").find((part) => part.trim() !== "") ?? "no reason given";
  const hint =
    error instanceof SyntaxError ? `; node --check ${path.basename(file)} shows where` : "";
  return `${error.name}: ${what.trim()}${line === undefined ? hint : `, at line ${line}`}`;
}

async function loadModule(file: string, text: string): Promise<Loaded> {
  let exported: unknown;
  try {
    exported = await import(pathToFileURL(file).href);
  } catch (error) {
    throw usageFailure(`${path.basename(file)} cannot be loaded: ${moduleProblem(error, file)}.`);
  }
  if (typeof exported !== "object" || exported === null || !("default" in exported)) {
    throw usageFailure(
      `${path.basename(file)} exports nothing by default; write export default { providers: { … } }.`,
    );
  }
  return { value: exported.default, text };
}

/**
 * Reads the named configuration file, or looks for one from the working directory up to the package's folder.
 * @throws Failure naming the file for one that is not there or cannot be read.
 */
export async function readConfigFile(
  cwd: string,
  named: string | undefined,
): Promise<ConfigFile | undefined> {
  const explorer = cosmiconfig("audiencekit", {
    searchPlaces: [...configFileNames],
    searchStrategy: "project",
    ignoreEmptySearchPlaces: false,
    mergeSearchPlaces: false,
    cache: false,
    loaders: {
      ".ts": loadModule,
      ".mts": loadModule,
      ".js": loadModule,
      ".mjs": loadModule,
      ".json": loadJson,
    },
  });
  const shownAs = (file: string): string => path.relative(cwd, file) || file;
  let found: {
    readonly config: Loaded;
    readonly filepath: string;
    readonly isEmpty?: boolean;
  } | null;
  try {
    found = await (named === undefined
      ? explorer.search(cwd)
      : explorer.load(path.resolve(cwd, named)));
  } catch (error) {
    if (isFailure(error)) {
      throw error;
    }
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw usageFailure(
      `--config: ${named ?? "the configuration file"} cannot be read${reason}; name an existing .ts, .js or .json file.`,
    );
  }
  if (found === null) {
    return undefined;
  }
  const shown = shownAs(found.filepath);
  if (found.isEmpty === true) {
    throw usageFailure(`${shown} is empty; write { "providers": { … } } into it, or remove it.`);
  }
  const { mode } = await stat(found.filepath);
  return { shown, folder: path.dirname(found.filepath), mode, ...found.config };
}
