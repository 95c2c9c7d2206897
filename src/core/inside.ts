import { invalidArgument } from "./errors.ts";
import type { Registry } from "./registry.ts";

/** Kept beside the facade, so that its users see its methods and nothing else. */
const registries = new WeakMap<object, Registry>();

export function rememberInside(audiences: object, registry: Registry): void {
  registries.set(audiences, registry);
}

/**
 * The adapters behind what `createAudiences` gave; for the rooms of this library, which plan by what adapters declare.
 * @throws AudienceError `invalid_argument` for what it did not give
 */
export function insideOf(audiences: object): Registry {
  const registry = registries.get(audiences);
  if (registry === undefined) {
    throw invalidArgument("audiences must be what createAudiences returned.");
  }
  return registry;
}
