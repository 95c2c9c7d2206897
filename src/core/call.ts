import type { CallContext } from "./contract.ts";
import { AudienceError, isAudienceError } from "./errors.ts";

/** What an adapter threw, as an error of this library. */
export function adapterFailure(
  cause: unknown,
  { provider, operation }: Pick<CallContext, "provider" | "operation">,
): AudienceError {
  if (isAudienceError(cause)) {
    return cause;
  }
  const message = `${provider}: ${operation} failed in the adapter.`;
  return new AudienceError("invalid_response", message, { provider, operation, cause });
}

/** Calls an adapter and waits for it, but not beyond an abort, whose reason goes before all that it throws. */
export async function callAdapter<Value>(
  context: CallContext,
  call: () => Promise<Value>,
): Promise<Value> {
  const { signal } = context;
  signal?.throwIfAborted();
  const waiting = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true, signal: waiting.signal });
  });
  try {
    return await Promise.race([call(), aborted]);
  } catch (error) {
    signal?.throwIfAborted();
    throw adapterFailure(error, context);
  } finally {
    waiting.abort(); // takes the listener away
  }
}
