import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { onTestFinished } from "vitest";
import * as z from "zod";

import type { Channel, Input, Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import { serveEmulators } from "../../src/testing/index.ts";
import type { ServedEmulators, ServeOptions } from "../../src/testing/index.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A terminal of so many columns in place of a pipe. */
  readonly columns?: number;
  /** What comes in, line by line; from the terminal, if there is one. */
  readonly stdin?: readonly string[];
  readonly signal?: AbortSignal;
  /** Called after each write to stdout, with all of it so far. */
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
}

function createChannel(
  columns: number | undefined,
  onText?: (text: string) => void,
): Channel & { readonly text: () => string } {
  let text = "";
  return {
    async write(part) {
      if (part !== "") {
        text += part;
        onText?.(text);
      }
    },
    isTTY: columns !== undefined,
    columns,
    text: () => text,
  };
}

/** A folder of its own, with these files in it. */
export async function folder(
  files: Readonly<Record<string, string>> = {},
  mode = 0o600,
): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "audiencekit-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode);
  }
  return directory;
}

function createInput(typed: readonly string[], columns: number | undefined): Input {
  const left = [...typed];
  return {
    isTTY: columns !== undefined,
    async *bytes() {
      yield Buffer.from(left.map((one) => `${one}\n`).join(""));
    },
    line: async () => left.shift(),
  };
}

/** Runs a command line inside this process, by default in an empty folder and an empty environment. */
export async function audiencekit(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = createChannel(options.columns, options.onStdout);
  const stderr = createChannel(options.columns, options.onStderr);
  const io: Io = {
    stdout,
    stderr,
    ...(options.stdin !== undefined && { stdin: createInput(options.stdin, options.columns) }),
    env: { ...options.env },
    cwd: options.cwd ?? (await folder()),
    signal: options.signal ?? new AbortController().signal,
  };
  const code = await run(argv, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Emulated vendors on a free port, stopped with the test. */
export async function served(
  options: ServeOptions = {},
): Promise<{ readonly vendors: ServedEmulators; readonly env: Readonly<Record<string, string>> }> {
  const vendors = await serveEmulators({ port: 0, size: 3, ...options });
  onTestFinished(() => vendors.close());
  const { whop, batch, sonarly } = vendors;
  return {
    vendors,
    env: {
      WHOP_API_KEY: whop.apiKey,
      WHOP_ACCOUNT_ID: whop.accountId,
      WHOP_BASE_URL: whop.baseUrl,
      BATCH_API_KEY: batch.apiKey,
      BATCH_PROJECT_KEY: batch.projectKey,
      BATCH_BASE_URL: batch.baseUrl,
      SONARLY_API_KEY: sonarly.apiKey,
      SONARLY_ACCOUNT_GROUP_ID: sonarly.accountGroupId,
      SONARLY_BASE_URL: sonarly.baseUrl,
    },
  };
}

/** Emulated vendors on a free port that work at once, and a folder with a configuration that does not wait for them. */
export async function configured(
  options: ServeOptions = {},
  files: Readonly<Record<string, string>> = {},
) {
  const { vendors } = await served({
    size: 0,
    ...options,
    whop: { times: { file: 0, pending: 0, processing: 0, syncing: 0 }, ...options.whop },
    batch: { times: { indexing: 0 }, ...options.batch },
  });
  const impatient = { requestsPerMinute: 1e9, retryDelay: 1, retries: 2 };
  const { whop, batch, sonarly } = vendors;
  const providers = {
    whop: { vendor: "whop", ...whop, ...impatient },
    batch: { vendor: "batch", ...batch, ...impatient },
    sonarly: { vendor: "sonarly", ...sonarly, ...impatient },
  };
  const cwd = await folder({
    "audiencekit.config.json": JSON.stringify({ providers }),
    ...files,
  });
  /** What was asked for that writes, at any of them. */
  const writes = (): readonly string[] =>
    (["whop", "batch", "sonarly"] as const).flatMap((name) =>
      vendors.emulators[name].requests
        .filter(({ method }) => method !== "GET")
        .map(({ operation }) => `${name}.${operation}`),
    );
  return { vendors, emulators: vendors.emulators, cwd, writes };
}

const count = z.strictObject({ value: z.number(), unit: z.enum(["rows", "ids", "people"]) });
const instant = z.iso.datetime();
const status = z.enum(["processing", "ready", "partial", "failed", "unknown"]);

const audience = z.strictObject({
  provider: z.string(),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status,
  vendorStatus: z.string().nullable(),
  size: count.nullable(),
  matched: count.nullable(),
  progress: z.number().nullable(),
  error: z.string().nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
});

const providerReport = z.strictObject({
  status: z.enum(["end", "more", "failed"]),
  pages: z.number(),
  items: z.number(),
  expected: z.number().nullable(),
  requests: z.number(),
  duplicates: z.number(),
  refused: z.number(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  diagnostics: z.array(z.looseObject({ code: z.string() })),
});

export const closing = z.strictObject({
  continuationToken: z.string().nullable(),
  report: z.strictObject({
    complete: z.boolean(),
    providers: z.record(z.string(), providerReport),
  }),
});

const outcome = z.strictObject({
  operation: z.enum([
    "create",
    "update",
    "delete",
    "addMembers",
    "removeMembers",
    "replaceMembers",
  ]),
  dryRun: z.boolean(),
  provider: z.string(),
  id: z.string().nullable(),
  audience: audience.nullable(),
  members: z
    .strictObject({
      read: z.number(),
      carried: z.number(),
      written: z.number(),
      rejected: z.number(),
      rejections: z.array(
        z.strictObject({
          reason: z.string(),
          message: z.string(),
          rows: z.number(),
          lines: z.array(z.number()),
        }),
      ),
      dropped: z.record(z.string(), z.number()),
      pending: z.string().nullable(),
    })
    .nullable(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
});

const member = z.strictObject({
  identifiers: z.record(z.string(), z.array(z.string())),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

interface CountJson {
  readonly value: number;
  readonly unit: "rows" | "ids" | "people";
}

export interface AudienceJson {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly size: CountJson | null;
}

export interface MemberJson {
  readonly identifiers: Readonly<Record<string, readonly string[]>>;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Closing {
  readonly continuationToken: string | null;
  readonly report: {
    readonly complete: boolean;
    readonly providers: Readonly<
      Record<string, { readonly status: string; readonly error: { readonly code: string } | null }>
    >;
  };
}

export interface ListDocument extends Closing {
  readonly audiences: readonly AudienceJson[];
}

export interface MembersDocument extends Closing {
  readonly members: readonly MemberJson[];
}

/** The documented fields of an audience, in their order. */
export const audienceFields: readonly string[] = Object.keys(audience.shape);

/** Each of these fails for anything but the documented shape. */
export const parseAudience = (text: string): AudienceJson => audience.parse(JSON.parse(text));
export const parseMember = (text: string): MemberJson => member.parse(JSON.parse(text));
export const parseList = (text: string): ListDocument =>
  closing.extend({ audiences: z.array(audience) }).parse(JSON.parse(text));
export const parseMembers = (text: string): MembersDocument =>
  closing.extend({ members: z.array(member) }).parse(JSON.parse(text));
/** What every command that writes leaves with --json. */
export const parseOutcome = (text: string): z.infer<typeof outcome> =>
  outcome.parse(JSON.parse(text));
/** What --ndjson leaves as the last line of stderr. */
export const parseClosing = (stderr: string): Closing =>
  closing.parse(JSON.parse(lines(stderr).at(-1) ?? ""));

export function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
