import { readFile } from "node:fs/promises";
import path from "node:path";

import { createEmulators, parseFaults } from "../testing/index.ts";
import type { FaultScript } from "../testing/index.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import { systemCode } from "./private-file.ts";

/** Where the rules of a script stand, in their order. */
function placesOf(text: string, script: FaultScript): readonly string[] {
  if (/^\ufeff?\s*[[{]/.test(text)) {
    return script.map((_, index) => `rule ${index + 1}`);
  }
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const isRule = /^\ufeff?\s*[^\s#]/.test(line);
    return isRule ? [`line ${index + 1}`] : [];
  });
}

/**
 * Reads a fault script from a file.
 * @throws Failure naming the line that cannot be read, or that no emulated vendor can act out.
 */
export async function readFaultScript(
  file: string,
  { cwd }: Pick<Io, "cwd">,
): Promise<FaultScript> {
  let text: string;
  try {
    text = await readFile(path.resolve(cwd, file), "utf8");
  } catch (error) {
    throw usageFailure(
      `--faults: ${file} cannot be read (${systemCode(error) ?? "no reason given"}); name a file with a fault script.`,
    );
  }
  let script: FaultScript;
  try {
    script = parseFaults(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageFailure(`--faults: ${file}, ${message.replace(/^Fault script, /, "")}`);
  }
  const emulators = createEmulators({ size: 0 });
  const places = placesOf(text, script);
  for (const [index, rule] of script.entries()) {
    const { faults } = rule.vendor === "*" ? emulators : emulators[rule.vendor];
    const problem = faults.problem(rule);
    if (problem !== undefined) {
      throw usageFailure(`--faults: ${file}, ${places[index] ?? "somewhere"}: ${problem}`);
    }
  }
  return script;
}
