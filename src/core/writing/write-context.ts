import type { Capability } from "../contract.ts";
import type { WriteContext } from "./contract.ts";
import { invalidArgument } from "../errors.ts";
import { quiet } from "../hooks.ts";
import type { Hooks } from "../hooks.ts";
import { checkOptionNames } from "../options.ts";
import type { MemberWriteOptions } from "./writing.ts";

const keyPattern = /^[\u0021-\u007e]{1,200}$/;

const writeOptions = ["signal", "idempotencyKey"];
const memberOptions = [
  ...writeOptions,
  "normalize",
  "distinct",
  "onRejected",
  "onWritten",
  "journal",
];
const optionsOf: Partial<Readonly<Record<Capability, readonly string[]>>> = {
  create: memberOptions,
  addMembers: memberOptions,
  removeMembers: memberOptions,
  replaceMembers: memberOptions,
};

function checkKey(key: string | undefined): string {
  if (key !== undefined && !keyPattern.test(key)) {
    throw invalidArgument("idempotencyKey must be 1 to 200 characters of ASCII without spaces.");
  }
  return key ?? globalThis.crypto.randomUUID();
}

/** @throws AudienceError `invalid_argument` for an option that is none; the signal's reason */
export function contextOf(
  provider: string,
  operation: Capability,
  options: MemberWriteOptions,
  hooks: Hooks,
): WriteContext {
  checkOptionNames(options, optionsOf[operation] ?? writeOptions);
  options.signal?.throwIfAborted();
  return {
    provider,
    operation,
    signal: options.signal,
    idempotencyKey: checkKey(options.idempotencyKey),
    onRequest: hooks.onRequest,
    onRetry: hooks.onRetry,
    onWritten: quiet(options.onWritten),
    journal: options.journal,
  };
}
