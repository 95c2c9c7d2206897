import type { Change, ChangeKind, Migration, ProviderView, Status } from "../data/model.ts";
import { none, number } from "./numbers.ts";

export const statusWords: Readonly<Record<Status, string>> = {
  ready: "Ready",
  processing: "Processing",
  partial: "Partial",
  failed: "Failed",
  unknown: "Unknown",
};

export const stateWords: Readonly<Record<ProviderView["state"], string>> = {
  complete: "Complete",
  incomplete: "Incomplete",
  failed: "Failed",
  never: "Not read yet",
};

export const changeWords: Readonly<Record<ChangeKind, string>> = {
  new: "New",
  renamed: "Renamed",
  grown: "Grown",
  shrunk: "Shrunk",
  status: "Status",
  matched: "Matched",
  vanished: "Vanished",
};

export const migrationWords: Readonly<Record<Migration["state"], string>> = {
  planned: "Planned",
  applying: "Applying",
  applied: "Applied",
  stopped: "Stopped",
  failed: "Failed",
  undone: "Undone",
  forgotten: "Forgotten",
};

/** Colour is never alone: each tone goes with a word. */
export type Tone = "good" | "busy" | "warning" | "bad" | "quiet";

export const statusTones: Readonly<Record<Status, Tone>> = {
  ready: "good",
  processing: "busy",
  partial: "warning",
  failed: "bad",
  unknown: "quiet",
};

export const stateTones: Readonly<Record<ProviderView["state"], Tone>> = {
  complete: "good",
  incomplete: "warning",
  failed: "bad",
  never: "quiet",
};

export const changeTones: Readonly<Record<ChangeKind, Tone>> = {
  new: "good",
  renamed: "quiet",
  grown: "good",
  shrunk: "warning",
  status: "busy",
  matched: "busy",
  vanished: "bad",
};

export const migrationTones: Readonly<Record<Migration["state"], Tone>> = {
  planned: "quiet",
  applying: "busy",
  applied: "good",
  stopped: "warning",
  failed: "bad",
  undone: "quiet",
  forgotten: "quiet",
};

const side = (value: string | number | null): string =>
  typeof value === "number" ? number(value) : (value ?? none);

/** What was, and what is: `1,200 → 1,350 rows`. */
export function changeText({ kind, before, after, unit }: Change): string {
  const tail = unit === null ? "" : ` ${unit}`;
  if (kind === "new") {
    return after === null ? "" : `with ${side(after)}${tail}`;
  }
  if (kind === "vanished") {
    return before === null ? "" : `had ${side(before)}${tail}`;
  }
  if (kind === "renamed") {
    return `was ${side(before)}`; // the new name stands above it
  }
  return `${side(before)} → ${side(after)}${tail}`;
}
