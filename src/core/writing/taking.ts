import { callAdapter } from "../call.ts";
import type { AnyAdapter, Capability } from "../contract.ts";
import type { Fit } from "./contract.ts";
import { AudienceError } from "../errors.ts";
import { fitMemberOf } from "./fit.ts";
import type { Taking } from "./preparation.ts";

/** What the adapter takes in a write, and of that what the audience does. */
export async function takingOf(
  adapter: AnyAdapter,
  provider: string,
  id: string | undefined,
  signal: AbortSignal | undefined,
  operation: Capability | "plan" = "plan",
): Promise<Taking> {
  const context = { provider, operation, signal };
  const own = await callAdapter(context, async () => adapter.fitFor?.(id, context));
  const fitAny = fitMemberOf(adapter, operation);
  if (own === undefined) {
    return { accepts: adapter.accepts, fit: fitAny };
  }
  if (own.accepts.length === 0) {
    const message = `${provider}: the target has no place for any identifier, so nobody could be found on it. Give it a column for one, or another target.`;
    throw new AudienceError("unsupported", message, context);
  }
  return {
    accepts: own.accepts,
    fit(member) {
      const general: Fit = fitAny?.(member) ?? { member };
      const fitted = "reason" in general ? general : own.fit(general.member);
      if ("reason" in general || "reason" in fitted) {
        return fitted;
      }
      const dropped = [...(general.dropped ?? []), ...(fitted.dropped ?? [])];
      return { member: fitted.member, dropped };
    },
  };
}
