import { createAudiences } from "../core/audiences.ts";
import type { AnyAdapter } from "../core/contract.ts";
import { isAudienceError } from "../core/errors.ts";
import type { AudienceError, ErrorCode } from "../core/errors.ts";
import type { Overrides, ProviderEntry } from "./entry.ts";
import { exitCodes, exitOfCode } from "./exit.ts";
import type { ExitCode } from "./exit.ts";
import { isFailure } from "./failures.ts";
import { remedyOf } from "./remedies.ts";

/** What is looked at, in this order: one that fails hides those behind it. */
export const checkNames = [
  "configuration",
  "address",
  "key",
  "permission",
  "account",
  "listing",
] as const;

type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly check: CheckName;
  /** `unknown` = could not be seen, because of what failed before it. */
  readonly status: "ok" | "failed" | "unknown";
  readonly message: string;
  /** What to do about it; `null` where there is nothing to do. */
  readonly remedy: string | null;
}

export interface Examination {
  readonly provider: string;
  readonly vendor: string;
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly exitCode: ExitCode;
}

/** An answer that tells nothing of key, permission and account fails as a listing only. */
const failingCheck: Partial<Record<ErrorCode, CheckName>> = {
  invalid_argument: "configuration",
  network: "address",
  timeout: "address",
  authentication: "key",
  permission: "permission",
  not_found: "account",
  rejected: "account",
  conflict: "account",
};

interface Outcome {
  readonly failed: CheckName | undefined;
  readonly message: string;
  readonly remedy: string | null;
  readonly exitCode: ExitCode;
}

/** What the checks say that passed. */
function passed(check: CheckName, origin: string, address: string | undefined): string {
  const messages: Readonly<Record<CheckName, string>> = {
    configuration: `complete, from ${origin}`,
    address: `${address ?? "the adapter"} answers`,
    key: "accepted",
    permission: "audiences may be listed",
    account: "found",
    listing: "audiences can be read",
  };
  return messages[check];
}

function checksOf(outcome: Outcome, origin: string, address: string | undefined): readonly Check[] {
  const { failed, message, remedy } = outcome;
  const place = failed === undefined ? checkNames.length : checkNames.indexOf(failed);
  return checkNames.map((check, index) => {
    if (index === place) {
      return { check, status: "failed", message, remedy };
    }
    // A vendor that answers a request with trouble has said nothing of the key.
    const silent = failed === "listing" && index > checkNames.indexOf("address");
    return index < place && !silent
      ? { check, status: "ok", message: passed(check, origin, address), remedy: null }
      : { check, status: "unknown", message: "not seen, because of the failure", remedy: null };
  });
}

function failure(error: AudienceError, vendor: string): Outcome {
  const { code, message } = error;
  return {
    failed: failingCheck[code] ?? "listing",
    message,
    remedy: remedyOf(vendor, code),
    exitCode: exitOfCode(code),
  };
}

const fine: Outcome = {
  failed: undefined,
  message: "",
  remedy: null,
  exitCode: exitCodes.complete,
};

/** Opens one provider and asks for one audience: a single request tells all of it. Faults are results, not throws. */
export async function examine(
  { name, vendor, open }: ProviderEntry,
  origin: string,
  overrides: Overrides,
  signal: AbortSignal,
  onRequest?: NonNullable<Parameters<AnyAdapter["list"]>[1]["onRequest"]>,
): Promise<Examination> {
  let address: string | undefined;
  let outcome = fine;
  try {
    const context = {
      provider: name,
      operation: "list",
      signal,
      onRequest: (event: Parameters<NonNullable<typeof onRequest>>[0]) => {
        address = new URL(event.url).origin;
        onRequest?.(event);
      },
    };
    createAudiences({ [name]: open({}) }); // its own name and options, some of which are overridden here
    await open(overrides).list({ cursor: undefined, pageSize: 1 }, context);
  } catch (error) {
    signal.throwIfAborted();
    if (isFailure(error)) {
      const remedy = "Set what is named; audiencekit doctor --help shows how.";
      outcome = {
        failed: "configuration",
        message: error.message,
        remedy,
        exitCode: error.exitCode,
      };
    } else if (isAudienceError(error)) {
      outcome = failure(error, vendor);
    } else {
      throw error;
    }
  }
  const checks = checksOf(outcome, origin, address);
  return {
    provider: name,
    vendor,
    ok: outcome.failed === undefined,
    checks,
    exitCode: outcome.exitCode,
  };
}
