import type { Audiences, Providers, ProvidersWith } from "../core/facade.ts";
import type { Capability } from "../core/contract.ts";
import type { AudienceRef } from "../core/model.ts";
import { insideOf } from "../core/inside.ts";
import { usageFailure } from "./failures.ts";

/**
 * Reads `provider:id`; the id is all that follows the first colon, whatever is in it.
 * @param argument what it was given as
 */
export function parseReference(text: string, argument = "REF"): AudienceRef {
  const colon = text.indexOf(":");
  // What was typed is not repeated: it may be a key in the wrong place.
  if (colon < 1) {
    throw usageFailure(
      `${argument} names no provider; write provider:id as audiencekit list shows them, such as whop:adaud_123.`,
    );
  }
  const [provider, id] = [text.slice(0, colon), text.slice(colon + 1)];
  if (id === "") {
    throw usageFailure(
      `${argument} has no id after "${provider}:"; write provider:id as audiencekit list shows them.`,
    );
  }
  return { provider, id };
}

/** Narrows the reference to providers that can do it. @throws Failure for one that cannot. */
export function requireCapability<Ref extends Pick<AudienceRef, "provider">, C extends Capability>(
  audiences: Audiences<Providers>,
  ref: Ref,
  capability: C,
): asserts ref is Ref & { readonly provider: ProvidersWith<Providers, C> } {
  if (!audiences.supports(ref, capability)) {
    const { lacks } = insideOf(audiences).registry.adapterOf(ref.provider);
    const why = lacks?.[capability] ?? "its vendor does not offer it.";
    throw usageFailure(
      `${ref.provider} has no ${capability}: ${why} audiencekit capabilities shows who does.`,
    );
  }
}
