import { changeJson, changeRecord } from "../answers.ts";
import type { Definitions } from "../definition.ts";
import type { Json, JsonObject } from "../json.ts";
import { withValueAt } from "../json.ts";
import { compact } from "../source.ts";
import type { At } from "./at.ts";
import { change, overwrite, readAt, writeAt } from "./at.ts";

export interface RecordFaults {
  unknownWord: At & {
    /** @default "SOMETHING_NEW" */
    readonly word?: string | undefined;
  };
  missingOptional: At & {
    /** @default one that may be absent */
    readonly field?: string | undefined;
  };
  missingKey: At;
  nullItem: At;
  prototypeKeys: At;
  field: At & {
    /** With dots for a member of a member. */
    readonly field: string;
    /** Left out = the field is left out. */
    readonly value?: Json | undefined;
  };
  envelope: {
    /** From the top of the answer, with dots. */
    readonly field: string;
    /** Left out = the member is left out. */
    readonly value?: Json | undefined;
  };
}

const maybeQuoted = (text: string | undefined): string =>
  text === undefined ? "" : ` ${JSON.stringify(text)}`;
const fieldAndValue = ({ field, value }: { field: string; value?: Json | undefined }): string =>
  ` ${JSON.stringify(field)} ${value === undefined ? "missing" : JSON.stringify(value)}`;

const polluted: JsonObject = { polluted: true };

export const recordFaults: Definitions<RecordFaults> = {
  unknownWord: {
    words: ["unknown word"],
    takes: "[WORD] [at PLACE|every]",
    summary: "Writes a word nobody has heard of where the vendor has an enumeration, its status.",
    example: 'batch.list page 1: unknown word "ARCHIVED" at 2',
    needs: "word",
    read: (from) =>
      compact({ kind: "unknownWord", word: from.maybeText("word"), at: readAt(from) }),
    write: (fault) => `unknown word${maybeQuoted(fault.word)}${writeAt(fault)}`,
    play: (fault, scene) =>
      overwrite(scene, fault, scene.record.word ?? "", () => fault.word ?? "SOMETHING_NEW"),
  },
  missingOptional: {
    words: ["missing optional"],
    takes: "[FIELD] [at PLACE|every]",
    summary: "Leaves out a field that may be absent, or the one named.",
    example: 'sonarly.list page 1: missing optional "description" at every',
    read: (from) =>
      compact({ kind: "missingOptional", field: from.maybeText("field"), at: readAt(from) }),
    write: (fault) => `missing optional${maybeQuoted(fault.field)}${writeAt(fault)}`,
    play: (fault, scene) =>
      overwrite(scene, fault, fault.field ?? scene.record.optional, () => undefined),
  },
  missingKey: {
    words: ["missing key"],
    takes: "[at PLACE|every]",
    summary: "Leaves out the field without which a record is none.",
    example: "whop.list page 2: missing key at 3",
    read: (from) => compact({ kind: "missingKey", at: readAt(from) }),
    write: (fault) => `missing key${writeAt(fault)}`,
    play: (fault, scene) => overwrite(scene, fault, scene.record.key, () => undefined),
  },
  nullItem: {
    words: ["null item"],
    takes: "[at PLACE|every]",
    summary: "Writes null where a record was.",
    example: "batch.list page 1: null item at 2",
    read: (from) => compact({ kind: "nullItem", at: readAt(from) }),
    write: (fault) => `null item${writeAt(fault)}`,
    play: (fault, scene) => changeRecord(scene, fault.at, () => null),
  },
  prototypeKeys: {
    words: ["prototype keys"],
    takes: "[at PLACE|every]",
    summary: "Adds members called `__proto__` and `constructor`, as an attack on careless merging.",
    example: "sonarly.list page 1: prototype keys at every",
    read: (from) => compact({ kind: "prototypeKeys", at: readAt(from) }),
    write: (fault) => `prototype keys${writeAt(fault)}`,
    play: (fault, scene) =>
      change(scene, fault, (record) =>
        withValueAt(withValueAt(record, ["__proto__"], polluted), ["constructor"], {
          prototype: polluted,
        }),
      ),
  },
  field: {
    words: ["field"],
    takes: "FIELD JSON|missing [at PLACE|every]",
    summary:
      "Writes any JSON to a field of a record, known or new, or leaves it out. Dots lead into a member of a member.",
    example: 'sonarly.prospects page 1: field "company.name" 42 at 2',
    read: (from) =>
      compact({
        kind: "field",
        field: from.text("field"),
        value: from.value("value"),
        at: readAt(from),
      }),
    write: (fault) => `field${fieldAndValue(fault)}${writeAt(fault)}`,
    play: (fault, scene) =>
      change(scene, fault, (record) => withValueAt(record, fault.field.split("."), fault.value)),
  },
  envelope: {
    words: ["envelope"],
    takes: "MEMBER JSON|missing",
    summary: "Writes any JSON to a member of the whole answer, or leaves it out.",
    example: 'sonarly.list page 1: envelope "success" false',
    read: (from) =>
      compact({ kind: "envelope", field: from.text("field"), value: from.value("value") }),
    write: (fault) => `envelope${fieldAndValue(fault)}`,
    play: (fault, scene) => changeJson(scene, () => [[fault.field.split("."), fault.value]]),
  },
};
