import { invalidArgument } from "../errors.ts";
import { checkWhole } from "../options.ts";
import { scaleLimit } from "./limiter.ts";
import type { RateLimit } from "./limiter.ts";
import { defaultRuntime } from "../runtime.ts";
import type { Runtime } from "../runtime.ts";
import { checkBaseUrl } from "../url.ts";

/** What every adapter that speaks HTTP takes besides its credentials. All of it has a default. */
export interface HttpOptions {
  /** The vendor's address with its version path; https, or http on loopback. @default the vendor's own */
  readonly baseUrl?: string | undefined;
  /** For one attempt, from connecting to the last byte of the body, in ms. @default 30000 */
  readonly timeout?: number | undefined;
  /** Repeats after the first attempt, for what may be repeated. @default 4 */
  readonly retries?: number | undefined;
  /** For one call with all its waits, in ms; a wait that does not fit fails at once. @default 120000 */
  readonly maxRetryTime?: number | undefined;
  /** The first back-off, in ms; it doubles, with full jitter, up to 30 s. @default 500 */
  readonly retryDelay?: number | undefined;
  /** What the account may send; `Infinity` switches the limiter off. @default the vendor's documented limit */
  readonly requestsPerMinute?: number | undefined;
  /** The largest body that is read, in bytes, after decompression. @default 16777216 */
  readonly maxBodyBytes?: number | undefined;
  /** Used in place of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** A clock, in ms, that never goes back. @default performance.now */
  readonly now?: Runtime["now"] | undefined;
  /** 0 to below 1. @default Math.random */
  readonly random?: Runtime["random"] | undefined;
  /** Waits for so many ms, or rejects with the signal's reason. @default a timer */
  readonly sleep?: Runtime["sleep"] | undefined;
}

export interface HttpSettings {
  readonly baseUrl: string;
  readonly timeout: number;
  readonly retries: number;
  readonly maxRetryTime: number;
  readonly retryDelay: number;
  readonly maxBodyBytes: number;
  readonly rateLimit: RateLimit | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly runtime: Runtime;
}

function checkNumber(name: string, value: unknown, least: number, isEndless = false): void {
  const fits = typeof value === "number" && value >= least && (isEndless || Number.isFinite(value));
  if (!fits) {
    throw invalidArgument(`${name} must be a number of at least ${least}.`);
  }
}

/**
 * Fills in the defaults.
 * @throws AudienceError `invalid_argument` naming the option and what it takes.
 */
export function resolveOptions(
  vendor: string,
  baseUrl: string,
  rateLimit: RateLimit | undefined,
  options: HttpOptions,
): HttpSettings {
  const { requestsPerMinute } = options;
  if (requestsPerMinute !== undefined) {
    checkNumber(`${vendor}: requestsPerMinute`, requestsPerMinute, 0.001, true);
  }
  for (const option of ["fetch", "now", "random", "sleep"] as const) {
    if (options[option] !== undefined && typeof options[option] !== "function") {
      throw invalidArgument(`${vendor}: ${option} must be a function.`);
    }
  }
  const settings: HttpSettings = {
    baseUrl: checkBaseUrl(vendor, options.baseUrl ?? baseUrl),
    timeout: options.timeout ?? 30_000,
    retries: options.retries ?? 4,
    maxRetryTime: options.maxRetryTime ?? 120_000,
    retryDelay: options.retryDelay ?? 500,
    maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
    rateLimit: scaleLimit(rateLimit, requestsPerMinute),
    fetch: options.fetch,
    runtime: {
      now: options.now ?? defaultRuntime.now,
      random: options.random ?? defaultRuntime.random,
      sleep: options.sleep ?? defaultRuntime.sleep,
    },
  };
  checkNumber(`${vendor}: timeout`, settings.timeout, 1);
  checkWhole(`${vendor}: retries`, settings.retries, 0);
  checkNumber(`${vendor}: maxRetryTime`, settings.maxRetryTime, 1, true);
  checkNumber(`${vendor}: retryDelay`, settings.retryDelay, 0);
  checkWhole(`${vendor}: maxBodyBytes`, settings.maxBodyBytes, 1);
  return settings;
}
