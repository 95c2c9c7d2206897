import type { AudienceRef } from "./model.ts";
import type { Report } from "./paging/report.ts";

/** What went wrong, as a literal to switch on. */
export type ErrorCode =
  | "authentication"
  | "permission"
  | "not_found"
  | "conflict"
  | "not_ready"
  | "rate_limited"
  | "rejected"
  | "unavailable"
  | "network"
  | "timeout"
  | "invalid_response"
  | "protocol"
  | "incomplete"
  | "invalid_argument"
  | "unsupported";

export interface AudienceErrorOptions {
  readonly provider?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly vendorCode?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly transient?: boolean | undefined;
  readonly ambiguous?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly written?: number | undefined;
  readonly created?: AudienceRef | undefined;
  readonly cause?: unknown;
  readonly causes?: readonly AudienceError[] | undefined;
  readonly continuationToken?: string | undefined;
  readonly report?: Report | undefined;
}

const brand = Symbol.for("audiencekit.error");
const inspect = Symbol.for("nodejs.util.inspect.custom");
const transientCodes: ReadonlySet<ErrorCode> = new Set([
  "not_ready",
  "rate_limited",
  "unavailable",
  "network",
  "timeout",
]);

/**
 * The one error of this library. Its message says what happened, where, and what to do next; no secret and no
 * personal data is in its message, stack, JSON or inspection.
 */
export class AudienceError extends Error {
  override readonly name = "AudienceError";
  // Declared only: the constructor gives each of them a value.
  declare readonly code: ErrorCode;
  /** The provider's configured name. */
  declare readonly provider: string | undefined;
  /** The call that failed: `list`, `get`, `listMembers`, … */
  declare readonly operation: string | undefined;
  /** The HTTP status, where there was an answer. */
  declare readonly status: number | undefined;
  /** The vendor's own error code, where it gave one. */
  declare readonly vendorCode: string | undefined;
  /** What the vendor's support wants to know. */
  declare readonly requestId: string | undefined;
  /** How long the vendor asks to wait, in ms. */
  declare readonly retryAfter: number | undefined;
  /** Whether the same call may succeed later without a change. */
  declare readonly transient: boolean;
  /** A write whose answer was lost: the vendor may have carried it out all the same. */
  declare readonly ambiguous: boolean;
  /** `ambiguous`: the write repeated under this key is done once, whatever became of the first. */
  declare readonly idempotencyKey: string | undefined;
  /** A write of members that ended midway: how many the vendor had taken by then. */
  declare readonly written: number | undefined;
  /** A `create` that ended midway: the audience that had been made by then. */
  declare readonly created: AudienceRef | undefined;
  /** `incomplete`: the failure of each provider. */
  declare readonly causes: readonly AudienceError[] | undefined;
  /** `incomplete`: continues with what is missing, and with nothing else. */
  declare readonly continuationToken: string | undefined;
  /** `incomplete`: what was read and what was not. */
  declare readonly report: Report | undefined;

  constructor(code: ErrorCode, message: string, options: AudienceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.provider = options.provider;
    this.operation = options.operation;
    this.status = options.status;
    this.vendorCode = options.vendorCode;
    this.requestId = options.requestId;
    this.retryAfter = options.retryAfter;
    this.transient = options.transient ?? transientCodes.has(code);
    this.ambiguous = options.ambiguous ?? false;
    this.idempotencyKey = options.idempotencyKey;
    this.written = options.written;
    this.created = options.created;
    this.causes = options.causes;
    this.continuationToken = options.continuationToken;
    this.report = options.report;
    Object.defineProperty(this, brand, { value: true });
    Object.defineProperty(this, inspect, { value: () => inspection(this) });
  }

  /** A fixed list of fields: what was not put here on purpose cannot leak. */
  toJSON(): Record<string, unknown> {
    const fields = {
      name: this.name,
      code: this.code,
      message: this.message,
      provider: this.provider,
      operation: this.operation,
      status: this.status,
      vendorCode: this.vendorCode,
      requestId: this.requestId,
      retryAfter: this.retryAfter,
      transient: this.transient,
      ambiguous: this.ambiguous ? true : undefined,
      idempotencyKey: this.idempotencyKey,
      written: this.written,
      created: this.created,
      causes: this.causes?.map((cause) => cause.toJSON()),
      continuationToken: this.continuationToken,
    };
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  }
}

/** What Node prints for it: the stack, then the same fields as its JSON. */
function inspection(error: AudienceError): string {
  const { name: _name, message: _message, causes: _causes, ...fields } = error.toJSON();
  const details = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const causes = (error.causes ?? []).map((cause) => `\n  ${cause.code}: ${cause.message}`);
  return `${error.stack ?? error.message} { ${details.join(", ")} }${causes.join("")}`;
}

/** Whether a value is an `AudienceError`, also one of another copy of this package. */
export function isAudienceError(value: unknown): value is AudienceError {
  return value instanceof Error && brand in value;
}

export function invalidArgument(
  message: string,
  options: AudienceErrorOptions = {},
): AudienceError {
  return new AudienceError("invalid_argument", message, options);
}

/** The failure of a provider's call; the words go on after "whop: list", and say what happened and what to do. */
export function failedCall(
  code: ErrorCode,
  { provider, operation }: { readonly provider: string; readonly operation: string },
  words: string,
  details: AudienceErrorOptions = {},
): AudienceError {
  const message = `${provider}: ${operation} ${words}`;
  return new AudienceError(code, message, { provider, operation, ...details });
}

/** An error and its causes, from the outermost; a fetch wraps what the platform said several times. */
function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let link = error; link instanceof Error && chain.length < 8; link = link.cause) {
    chain.push(link);
  }
  return chain;
}

/** The innermost cause, made safe to keep: its words and its code, and no request, header or body. */
export function plainCause(error: unknown, clean: (text: string) => string): Error {
  const chain = chainOf(error);
  const words = chain.findLast(({ message }) => message !== "")?.message;
  const plain = new Error(clean(words ?? (typeof error === "string" ? error : "no reason given")));
  const codes = chain.flatMap((link) => ("code" in link ? [link.code] : []));
  const code = codes.findLast((value) => typeof value === "string");
  if (code !== undefined) {
    Object.defineProperty(plain, "code", { value: code, enumerable: true });
  }
  return plain;
}
