import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { csvHeader, csvRows } from "./csv.ts";
import type { Kind } from "./kind.ts";
import { failures, reportText } from "./report.ts";
import type { Closing } from "./report.ts";
import { createTable } from "./table.ts";
import { createPaint } from "./text.ts";

export type Format = "table" | "json" | "ndjson" | "csv";

/** Writes what is read, as it is read. */
export interface Writer<Item> {
  items(items: readonly Item[]): Promise<void>;
  /** Ends the output and gives the report. */
  close(closing: Closing): Promise<void>;
}

export interface WriterSetup<Item> {
  readonly kind: Kind<Item>;
  readonly io: Io;
  readonly raw: boolean;
}

/** Rows that a table waits for before its columns are settled; enough for most accounts as a whole. */
const settling = 1000;

function tableWriter<Item>({ kind, io }: WriterSetup<Item>): Writer<Item> {
  const { stdout, stderr, env } = io;
  const paint = createPaint(wantsColour(stdout, env));
  const table = createTable(kind.columns, {
    width: stdout.isTTY ? stdout.columns : undefined,
    paint,
  });
  let waiting: Item[] = [];
  let settled = false;
  const flush = async (): Promise<void> => {
    const rows = waiting;
    waiting = [];
    settled = true;
    await stdout.write(table(rows));
  };
  return {
    async items(items) {
      for (const item of items) {
        waiting.push(item);
      }
      if (settled || waiting.length >= settling) {
        await flush();
      }
    },
    async close(closing) {
      if (waiting.length > 0) {
        await flush();
      }
      await stderr.write(reportText(kind, closing, createPaint(wantsColour(stderr, env))));
    },
  };
}

/** One document, one item a line: it can be written while it is read, and compared line by line. */
function jsonWriter<Item>({ kind, io, raw }: WriterSetup<Item>): Writer<Item> {
  let before = `{"${kind.plural}":[\n`;
  return {
    async items(items) {
      let text = "";
      for (const item of items) {
        text += before + JSON.stringify(kind.json(item, raw));
        before = ",\n";
      }
      await io.stdout.write(text);
    },
    async close({ report, token }) {
      const rest = JSON.stringify({ continuationToken: token ?? null, report }).slice(1);
      await io.stdout.write(`${before === ",\n" ? "\n" : before}],${rest}\n`);
      await io.stderr.write(
        failures(report)
          .map((line) => `${line}\n`)
          .join(""),
      );
    },
  };
}

function ndjsonWriter<Item>({ kind, io, raw }: WriterSetup<Item>): Writer<Item> {
  return {
    async items(list) {
      await io.stdout.write(
        list.map((item) => `${JSON.stringify(kind.json(item, raw))}\n`).join(""),
      );
    },
    async close({ report, token }) {
      await io.stderr.write(`${JSON.stringify({ continuationToken: token ?? null, report })}\n`);
    },
  };
}

function csvWriter<Item>({ kind, io }: WriterSetup<Item>): Writer<Item> {
  let started = false;
  const header = (): string => {
    const text = started ? "" : csvHeader(kind.csv);
    started = true;
    return text;
  };
  return {
    async items(list) {
      await io.stdout.write(header() + csvRows(kind.csv, list));
    },
    async close(closing) {
      await io.stdout.write(header());
      await io.stderr.write(reportText(kind, closing, createPaint(wantsColour(io.stderr, io.env))));
    },
  };
}

const writers = { table: tableWriter, json: jsonWriter, ndjson: ndjsonWriter, csv: csvWriter };

export function createWriter<Item>(format: Format, setup: WriterSetup<Item>): Writer<Item> {
  return writers[format](setup);
}
