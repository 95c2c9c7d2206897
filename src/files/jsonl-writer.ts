import type { AudienceFit } from "../core/writing/contract.ts";
import { identifierKinds } from "../core/model.ts";
import type { AttributeValue, IdentifierKind, MemberInput } from "../core/model.ts";
import { isWellFormed } from "../core/well-formed.ts";
import { attributeOf, setAttribute } from "../core/writing/attributes.ts";
import { fitOf } from "./fit.ts";
import type { RowWriter } from "./format.ts";
import type { MeaningOf } from "./json-line.ts";
import { damageIn } from "./rows.ts";

/** Whether a value comes out of a file as it went in. */
const isSound = (value: AttributeValue): boolean =>
  typeof value === "string"
    ? isWellFormed(value) && damageIn(value) === undefined
    : typeof value !== "number" || Number.isFinite(value);

/** Any line has a place for whatever comes. */
export const jsonlFit: AudienceFit = fitOf({
  ofKind: () => Number.POSITIVE_INFINITY,
  takes: (name, value) => isSound(value) && isSound(name),
});

export interface JsonlWriterOptions {
  /** One object with everything in it, and not `{ identifiers, attributes }`. */
  readonly isFlat: boolean;
  /** What a kind of identifier is called in a flat object. */
  readonly nameOf: (kind: IdentifierKind) => string;
  readonly meaningOf: MeaningOf;
  readonly lineBreak: string;
}

export function createJsonlWriter(options: JsonlWriterOptions): RowWriter {
  const { isFlat, nameOf, meaningOf, lineBreak } = options;
  const dropped = new Map<string, number>();

  function soundAttributes({ attributes }: MemberInput): Record<string, AttributeValue> {
    const sound: Record<string, AttributeValue> = {};
    for (const name of Object.keys(attributes ?? {})) {
      const value = attributeOf(attributes, name);
      if (isSound(value) && isSound(name)) {
        setAttribute(sound, name, value);
      } else {
        dropped.set(name, (dropped.get(name) ?? 0) + 1);
      }
    }
    return sound;
  }

  function flat(
    { identifiers }: MemberInput,
    attributes: Readonly<Record<string, AttributeValue>>,
  ): object | undefined {
    const line: Record<string, unknown> = {};
    for (const kind of identifierKinds) {
      const values = identifiers[kind] ?? [];
      if (values.length > 0) {
        line[nameOf(kind)] = values.length === 1 ? values[0] : values;
      }
    }
    for (const [name, value] of Object.entries(attributes)) {
      if (meaningOf(name).attribute !== name || name === "identifiers" || name in line) {
        return undefined; // it would be read as something else
      }
      Object.defineProperty(line, name, { value, enumerable: true });
    }
    return line;
  }

  return {
    dropped,
    refused: 0,
    write(members) {
      let text = "";
      for (const member of members) {
        const attributes = soundAttributes(member);
        const line = isFlat ? flat(member, attributes) : undefined;
        const { identifiers } = member;
        text += JSON.stringify(line ?? { identifiers, attributes }) + lineBreak;
      }
      return text;
    },
  };
}
