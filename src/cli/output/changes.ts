import type { Change } from "../../history/index.ts";
import type { Kind } from "./kind.ts";
import { number, printable, size } from "./text.ts";
import type { Paint } from "./text.ts";

const colours: Readonly<Record<Change["kind"], Parameters<Paint>[0]>> = {
  new: "green",
  grown: "green",
  renamed: "yellow",
  status: "yellow",
  matched: "dim",
  shrunk: "red",
  vanished: "red",
};

function shown(value: string | number | null, unit: Change["unit"]): string {
  if (value === null) {
    return "–";
  }
  if (typeof value === "string") {
    return printable(value);
  }
  return unit === null ? number(value) : size({ value, unit });
}

function difference({ before, after, unit }: Change): string {
  if (typeof before !== "number" || typeof after !== "number") {
    return `${shown(before, unit)} → ${shown(after, unit)}`;
  }
  const sign = after > before ? "+" : "−";
  return `${number(before)} → ${shown(after, unit)} (${sign}${number(Math.abs(after - before))})`;
}

/** The documented JSON of a change. */
export function changeJson({ at, ...change }: Change): Record<string, unknown> {
  return { at: new Date(at).toISOString(), ...change };
}

export const changeKind: Kind<Change> = {
  singular: "change",
  plural: "changes",
  columns: [
    {
      title: "when",
      cell: ({ at }) => new Date(at).toISOString().slice(0, 16).replace("T", " "),
    },
    {
      title: "what",
      cell: ({ kind }) => kind,
      paint: (text, { kind }, paint) => paint(colours[kind], text),
    },
    { title: "provider", cell: ({ provider }) => provider },
    { title: "name", cell: ({ name }) => printable(name), flexible: true },
    { title: "before and after", cell: difference },
    { title: "id", cell: ({ id }) => printable(id), spare: 1 },
  ],
  csv: [],
  json: changeJson,
};
