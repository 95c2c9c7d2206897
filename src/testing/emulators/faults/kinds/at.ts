import type { Place } from "../answers.ts";
import { changeRecord } from "../answers.ts";
import type { Played } from "../definition.ts";
import type { Json, JsonObject } from "../json.ts";
import { isJsonObject, valueAt, withValueAt } from "../json.ts";
import type { Scene } from "../scene.ts";
import type { Source } from "../source.ts";

/** Which record of a page a fault befalls. */
export interface At {
  /** The place on the page, from 1, or all of them. @default 1 */
  readonly at?: Place | undefined;
}

export const readAt = (from: Source): Place | undefined =>
  from.labelled("at", "at", (behind) => {
    const at = behind.numberOrText("at");
    if (at === "every") return at;
    if (typeof at === "number" && Number.isSafeInteger(at) && at >= 1) return at;
    throw new Error(`at must be a place from 1, or "every", not ${at}`);
  });

export const writeAt = ({ at }: At): string => (at === undefined ? "" : ` at ${at}`);

/** Changes the record that is meant. */
export const change = (
  scene: Scene,
  { at }: At,
  edit: (record: JsonObject) => Json | undefined,
): Promise<Played> =>
  changeRecord(scene, at, (record) => (isJsonObject(record) ? edit(record) : undefined));

/** Writes over a field that is there; `undefined` takes it away. */
export const overwrite = (
  scene: Scene,
  at: At,
  field: string,
  write: (value: Json) => Json | undefined,
): Promise<Played> =>
  change(scene, at, (record) => {
    const path = field.split(".");
    const value = valueAt(record, path);
    return value === undefined ? undefined : withValueAt(record, path, write(value));
  });
