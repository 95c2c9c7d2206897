import { changeRecord } from "../answers.ts";
import type { Definitions, Played } from "../definition.ts";
import type { Json } from "../json.ts";
import { isJsonArray, isJsonObject, rawNumber, withValueAt } from "../json.ts";
import type { Scene } from "../scene.ts";
import { compact } from "../source.ts";
import type { At } from "./at.ts";
import { overwrite, readAt, writeAt } from "./at.ts";

export interface ValueFaults {
  wrongType: At & { readonly field: string };
  flippedDates: At;
  absurdDate: At & {
    /** @default "0000-99-99T99:99:99Z" */
    readonly value?: Json | undefined;
  };
  hugeNumber: At & {
    /** @default "9007199254740993", which no double can hold */
    readonly digits?: string | undefined;
  };
}

function otherType(value: Json): Json {
  if (typeof value === "string") return 42;
  if (typeof value === "number") return "many";
  if (typeof value === "boolean") return String(value);
  return isJsonArray(value) || isJsonObject(value) ? "text" : {};
}

function otherDate(value: Json): Json {
  if (typeof value === "string") return Math.floor(Date.parse(value) / 1000);
  return typeof value === "number" ? new Date(value * 1000).toISOString() : value;
}

/** Writes over every date of a record that is there. */
const overwriteDates = (scene: Scene, { at }: At, write: (value: Json) => Json): Promise<Played> =>
  changeRecord(scene, at, (record) => {
    const there = (scene.record.dates ?? []).filter(
      (name) => isJsonObject(record) && Object.hasOwn(record, name),
    );
    if (!isJsonObject(record) || there.length === 0) return undefined;
    let changed: Json = record;
    for (const name of there) changed = withValueAt(changed, [name], write(record[name] ?? null));
    return changed;
  });

const numeral = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function checkDigits(digits: string | undefined): string | undefined {
  if (digits === undefined || numeral.test(digits)) return digits;
  throw new Error(`digits must be a number as JSON writes it, such as "1e999", not ${digits}`);
}

export const valueFaults: Definitions<ValueFaults> = {
  wrongType: {
    words: ["wrong type"],
    takes: "FIELD [at PLACE|every]",
    summary:
      "Writes a value of another type to a field: a number for a text, a text for a number, an object for null.",
    example: 'whop.list page 1: wrong type "name"',
    read: (from) => compact({ kind: "wrongType", field: from.text("field"), at: readAt(from) }),
    write: (fault) => `wrong type ${JSON.stringify(fault.field)}${writeAt(fault)}`,
    play: (fault, scene) => overwrite(scene, fault, fault.field, otherType),
  },
  flippedDates: {
    words: ["flipped dates"],
    takes: "[at PLACE|every]",
    summary: "Writes dates that were texts as Unix seconds, and Unix seconds as texts.",
    example: "whop.list page 1: flipped dates at every",
    needs: "dates",
    read: (from) => compact({ kind: "flippedDates", at: readAt(from) }),
    write: (fault) => `flipped dates${writeAt(fault)}`,
    play: (fault, scene) => overwriteDates(scene, fault, otherDate),
  },
  absurdDate: {
    words: ["absurd date"],
    takes: "[JSON] [at PLACE|every]",
    summary: "Writes a date that is none to every date of a record, or the value given.",
    example: "batch.list page 1: absurd date 1e300",
    needs: "dates",
    read: (from) =>
      compact({ kind: "absurdDate", value: from.maybeValue("value"), at: readAt(from) }),
    write: (fault) =>
      `absurd date${fault.value === undefined ? "" : ` ${JSON.stringify(fault.value)}`}${writeAt(fault)}`,
    play: (fault, scene) =>
      overwriteDates(scene, fault, () => fault.value ?? "0000-99-99T99:99:99Z"),
  },
  hugeNumber: {
    words: ["huge number"],
    takes: "[DIGITS] [at PLACE|every]",
    summary:
      "Writes a number beyond what a double holds where the vendor counts a list, or the digits given.",
    example: 'sonarly.list page 1: huge number "1e999"',
    needs: "number",
    read: (from) =>
      compact({
        kind: "hugeNumber",
        digits: checkDigits(from.maybeText("digits")),
        at: readAt(from),
      }),
    write: (fault) =>
      `huge number${fault.digits === undefined ? "" : ` ${JSON.stringify(fault.digits)}`}${writeAt(fault)}`,
    play: (fault, scene) =>
      overwrite(scene, fault, scene.record.number ?? "", () =>
        rawNumber(fault.digits ?? "9007199254740993"),
      ),
  },
};
