import type { AudienceError } from "../core/errors.ts";
import { isAudienceError } from "../core/errors.ts";
import { isMigrationError } from "../migrate/error.ts";
import type { MigrationErrorCode } from "../migrate/error.ts";
import { exitCodes, exitOfError } from "./exit.ts";
import type { ExitCode } from "./exit.ts";
import { isFailure } from "./failures.ts";
import { waitText } from "./output/text.ts";

/** An error of the library in the words of the command line. */
function aboutVendor(error: AudienceError): string {
  const { code, operation, status, retryAfter, requestId, created, idempotencyKey } = error;
  const message = error.message
    .replaceAll("error.idempotencyKey", `--repeat ${idempotencyKey}`)
    .replaceAll("displayName", "--display-name");
  const parts = [message];
  if (created !== undefined) {
    const ref = `${created.provider}:${created.id}`;
    parts.push(`It is ${ref}; go on with audiencekit members add or audiencekit wait.`);
  }
  if (code === "conflict" && operation === "addMembers" && status === 409) {
    parts.push(
      "If the vendor still works on the audience, run audiencekit wait, and then this again.",
    );
  }
  if (retryAfter !== undefined) {
    parts.push(`It asks to wait ${waitText(retryAfter)}.`);
  }
  if (requestId !== undefined) {
    parts.push(`Request id: ${requestId}.`);
  }
  return `error: ${parts.join(" ")}`;
}

const byMigrationCode: Readonly<Record<MigrationErrorCode, ExitCode>> = {
  stale: exitCodes.stale,
  guard: exitCodes.guard,
  busy: exitCodes.later,
  unclear: exitCodes.internal,
  unsupported: exitCodes.usage,
  not_found: exitCodes.usage,
  damaged: exitCodes.internal,
  invalid_argument: exitCodes.usage,
};

/** Looked at by its name: the store's own check would load the store for every command. */
function isStoreError(error: unknown): error is Error {
  return error instanceof Error && error.name === "StoreError";
}

/**
 * What is said of an error, and what the process ends with.
 * @param reason why the run was aborted, if it was
 */
export function explain(
  error: unknown,
  reason: unknown,
  verbose: boolean,
): readonly [string, ExitCode] {
  if (isFailure(error)) {
    return [error === reason ? error.message : `error: ${error.message}`, error.exitCode];
  }
  if (isAudienceError(error)) {
    return [aboutVendor(error), exitOfError(error)];
  }
  if (isMigrationError(error)) {
    return [`error: ${error.message}`, byMigrationCode[error.code]];
  }
  if (isStoreError(error)) {
    const isLater = Reflect.get(error, "code") === "unavailable";
    return [`error: ${error.message}`, isLater ? exitCodes.later : exitCodes.internal];
  }
  const plain = error instanceof Error ? error : new Error(String(error));
  if ("syscall" in plain) {
    return [`error: cannot go on: ${plain.message}.`, exitCodes.internal]; // a full disk is nobody's bug
  }
  const trace = verbose && plain.stack !== undefined ? `\n${plain.stack}` : "";
  return [`internal error: ${plain.message}. Please report it.${trace}`, exitCodes.internal];
}
