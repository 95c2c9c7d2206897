import type { AnyAdapter, Capability } from "../../core/contract.ts";
import { AudienceError } from "../../core/errors.ts";

/** A direction that cannot work, with the vendor's reason and what to do instead. */
export function lacking(
  provider: string,
  { vendor, lacks }: AnyAdapter,
  capability: Capability,
  consequence: string,
): AudienceError {
  const who = vendor === provider ? provider : `${provider} (${vendor})`;
  const reason = lacks?.[capability] ?? "audiencekit capabilities shows which providers can.";
  const message = `${who} ${consequence}, for it has no ${capability}. ${reason}`;
  return new AudienceError("unsupported", message, { provider, operation: "plan" });
}
