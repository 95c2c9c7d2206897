import type { Fault } from "./catalog.ts";
import { faultDefinitions, inOrder } from "./catalog.ts";
import type { Header } from "./header.ts";
import { readHeader, writeHeader } from "./header.ts";
import type { Json, JsonObject } from "./json.ts";
import { isJsonArray, isJsonObject, parseJson } from "./json.ts";
import { createObjectSource } from "./object-source.ts";
import type { FaultRule, FaultScript, Range } from "./script.ts";
import { compact } from "./source.ts";
import { nearest } from "./suggest.ts";
import { readLine } from "./text.ts";

const documented = "docs/faults.md has the whole language.";

const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

function located<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`Fault script, ${where}: ${sentence(problem)} ${documented}`, {
      cause: error,
    });
  }
}

/**
 * Reads a fault script: one fault a line, `#` for comments; or the JSON of a list of rules.
 * @throws Error that names the line, what is wrong with it and how it should be.
 */
export function parseFaults(text: string): FaultScript {
  const plain = text.replace(/^\uFEFF/, "");
  if (/^\s*[[{]/.test(plain)) {
    const json = located("as a whole", () => {
      const value = parseJson(plain);
      if (value === undefined)
        throw new Error("it begins as JSON does, and is none. Check it for commas and quotes");
      return value;
    });
    return readFaults(json);
  }
  return plain.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    const isEmpty = trimmed === "" || trimmed.startsWith("#");
    return isEmpty ? [] : [located(`line ${index + 1}`, () => readLine(trimmed))];
  });
}

/**
 * Checks a fault script that came as data: a list of rules, of lines, or of both.
 * @throws Error that names the rule, what is wrong with it and how it should be.
 */
export function readFaults(script: Json): FaultScript {
  const rules = isJsonArray(script) ? script : [script];
  return rules.map((rule, index) =>
    located(`rule ${index + 1}`, () => {
      if (typeof rule === "string") return readLine(rule);
      if (isJsonObject(rule)) return readRule(rule);
      throw new Error(`it must be an object or a line, not ${JSON.stringify(rule)}`);
    }),
  );
}

function readRule(rule: JsonObject): FaultRule {
  const { faults, vendor, operation, page, call, every, chance, times, ...others } = rule;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new Error(
      `"${unknown}" is not a part of a rule; those are vendor, operation, page, call, every, chance, times, faults`,
    );
  if (!isJsonArray(faults) || faults.length === 0)
    throw new Error('"faults" must be a list of one fault or more, such as [{"kind": "drop"}]');
  const given: Partial<Header> = compact({
    page: rangeOf(page),
    call: rangeOf(call),
    every: numberOf("every", every),
    chance: numberOf("chance", chance),
    times: times === "always" ? times : numberOf("times", times),
  });
  // Written and read again, it is checked by the same rules as a line.
  const written: Header = readHeader(
    writeHeader({ vendor: "*", operation: "*", ...given }).replace(
      "*.*",
      `${textOf(vendor)}.${textOf(operation)}`,
    ),
  );
  return { ...written, faults: inOrder(faults.map(readFault)) };
}

function readFault(fault: Json): Fault {
  const kind = isJsonObject(fault) ? fault["kind"] : undefined;
  const definition = faultDefinitions.find(([one]) => one === kind)?.[1];
  if (!isJsonObject(fault) || definition === undefined) {
    const near =
      typeof kind === "string"
        ? nearest(
            kind,
            faultDefinitions.map(([one]) => one),
          )
        : undefined;
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    throw new Error(
      `a fault needs a "kind" that there is, such as "drop", not ${JSON.stringify(kind)}${hint}`,
    );
  }
  const source = createObjectSource(fault);
  const read = definition.read(source);
  const [unread] = source.unread();
  if (unread !== undefined) throw new Error(`"${unread}" is not a part of ${JSON.stringify(kind)}`);
  return read;
}

const textOf = (value: Json | undefined): string =>
  typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value);

function numberOf(name: string, value: Json | undefined): number | undefined {
  if (value === undefined || typeof value === "number") return value;
  throw new Error(`"${name}" must be a number, not ${JSON.stringify(value)}`);
}

function rangeOf(value: Json | undefined): Range | undefined {
  if (value === undefined || typeof value === "number") return value;
  const { from, to, ...others } = isJsonObject(value) ? value : {};
  if (typeof from === "number" && Object.keys(others).length === 0) {
    if (to === undefined) return { from };
    if (typeof to === "number") return { from, to };
  }
  throw new Error(
    `a range is a number or {"from": 1, "to": 3}, without "to" where it has no end; not ${JSON.stringify(value)}`,
  );
}
