import type { BatchState } from "./state.ts";

/** An id of an audience, exactly as sent. */
export interface BatchMember {
  readonly id: string;
  /** Empty where none were sent; keys with their type, such as `date(birthday)`. */
  readonly attributes: Readonly<Record<string, string | number | readonly string[]>>;
}

export function readMembers({ audiences, contents }: BatchState, name: string): BatchMember[] {
  if (audiences.get(name) === undefined)
    throw new RangeError(`No record "${name}" in this emulator.`);
  return [...(contents.get(name)?.ids ?? [])].map(([id, json]) => {
    const attributes: BatchMember["attributes"] = json === null ? {} : JSON.parse(json);
    return { id, attributes };
  });
}
