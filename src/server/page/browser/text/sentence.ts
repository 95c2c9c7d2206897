import type { ProviderView } from "../data/model.ts";
import { several } from "./numbers.ts";

/** How much there is and whether that is all. Lists are counted, never what is on them. */
export function providersSentence(providers: readonly ProviderView[]): string {
  const whole = providers.filter(({ state }) => state === "complete").length;
  const audiences = providers.reduce((sum, provider) => sum + provider.audiences, 0);
  const extent = `${several(audiences, "audience")} on ${several(providers.length, "provider")}`;
  if (whole === providers.length) {
    return `${extent}, all read to the end.`;
  }
  return `${extent}; ${whole} of ${providers.length} read to the end.`;
}
