import type { CallContext } from "./call-context.ts";
import { failedCall, isAudienceError, plainCause } from "./errors.ts";
import type { AudienceError } from "./errors.ts";
import { cleanForeign } from "./redact.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** What an adapter threw, as an error of this library; of a foreign error its words are kept, cleaned, and its code. */
export function adapterFailure(
  cause: unknown,
  context: Pick<CallContext, "provider" | "operation">,
): AudienceError {
  if (isAudienceError(cause)) {
    return cause;
  }
  const plain = plainCause(cause, cleanForeign);
  const words = "failed in the adapter. Report it to its author; error.cause says why.";
  return failedCall("invalid_response", context, words, { cause: plain });
}

/** Calls an adapter and waits for it, but not beyond an abort, whose reason goes before all that it throws. */
export async function callAdapter<Value>(
  context: CallContext,
  call: () => Promise<Value>,
): Promise<Value> {
  const { signal } = context;
  try {
    return await unlessAborted(signal, call);
  } catch (error) {
    signal?.throwIfAborted();
    throw adapterFailure(error, context);
  }
}
