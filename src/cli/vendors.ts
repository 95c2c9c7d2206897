import * as z from "zod";

import { batch } from "../../adapters/batch.ts";
import { csv } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { memory } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import type { AnyAdapter } from "../core/contract.ts";
import { identifierKinds } from "../core/model.ts";
import type { AdapterName } from "./vendor-names.ts";

/** How one vendor's entry in a configuration is checked and opened. */
export interface Vendor {
  /** The options an entry may have, besides `vendor`. */
  readonly options: readonly string[];
  /** What is wrong with an entry's options, by their names and types alone; values are the adapter's to judge. */
  readonly check: (options: unknown) => readonly z.core.$ZodIssue[];
  /** @throws ZodError for options that `check` finds wrong, and what the adapter throws for their values. */
  readonly open: (options: unknown) => AnyAdapter;
}

const httpOptions = {
  baseUrl: z.string().optional(),
  timeout: z.number().optional(),
  retries: z.number().optional(),
  maxRetryTime: z.number().optional(),
  retryDelay: z.number().optional(),
  requestsPerMinute: z.union([z.number(), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  maxBodyBytes: z.number().optional(),
  // Calls it as the adapter would: with whatever the platform's own takes.
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function").optional(),
};

const fileOptions = {
  path: z.string(),
  onMalformed: z.enum(["report", "stop"]).optional(),
};
const column = z.union([z.string(), z.number()]);
const attribute = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const member = z.strictObject({
  identifiers: z.partialRecord(z.enum(identifierKinds), z.array(z.string())).exactOptional(),
  attributes: z.record(z.string(), attribute).exactOptional(),
});
const audience = z.strictObject({
  id: z.string(),
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
});

function vendor<Shape extends z.ZodRawShape>(
  shape: Shape,
  create: (options: z.infer<z.ZodObject<Shape, z.core.$strict>>) => AnyAdapter,
): Vendor {
  const schema = z.strictObject(shape);
  return {
    options: Object.keys(shape),
    check: (options) => schema.safeParse(options).error?.issues ?? [],
    open: (options) => create(schema.parse(options)),
  };
}

export const vendors: Readonly<Record<AdapterName, Vendor>> = {
  whop: vendor(
    {
      apiKey: z.string(),
      accountId: z.string(),
      apiVersionDate: z.string().optional(),
      ...httpOptions,
    },
    whop,
  ),
  batch: vendor({ apiKey: z.string(), projectKey: z.string(), ...httpOptions }, batch),
  sonarly: vendor({ apiKey: z.string(), accountGroupId: z.string(), ...httpOptions }, sonarly),
  csv: vendor(
    {
      columns: z.record(z.string(), z.union([column, z.array(column)])).optional(),
      delimiter: z.string().optional(),
      header: z.boolean().optional(),
      escapeFormulas: z.boolean().optional(),
      ...fileOptions,
    },
    csv,
  ),
  jsonl: vendor(
    {
      fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      ...fileOptions,
    },
    jsonl,
  ),
  memory: vendor(
    {
      audiences: z.array(audience).optional(),
      members: z.record(z.string(), z.array(member)).optional(),
      maxPageSize: z.number().optional(),
    },
    memory,
  ),
};

/** Every adapter of this package, to be looked at and not to be called. */
export function shippedAdapters(): Readonly<Record<string, AnyAdapter>> {
  return {
    whop: whop({ apiKey: "none", accountId: "none" }),
    batch: batch({ apiKey: "none", projectKey: "none" }),
    sonarly: sonarly({ apiKey: "none", accountGroupId: "none" }),
    csv: csv({ path: "none" }),
    jsonl: jsonl({ path: "none" }),
    memory: memory(),
  };
}
