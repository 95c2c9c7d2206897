import type { Audiences, Providers } from "./facade.ts";
import { invalidArgument } from "./errors.ts";
import type { Registry } from "./registry.ts";

/** What is behind the facade. */
export interface Inside {
  /** The facade itself, for any names of providers. */
  readonly audiences: Audiences<Providers>;
  readonly registry: Registry;
}

/** Kept beside the facade, so that its users see its methods and nothing else. */
const insides = new WeakMap<object, Inside>();

export function rememberInside(audiences: Audiences<Providers>, registry: Registry): void {
  insides.set(audiences, { audiences, registry });
}

/**
 * The adapters behind what `createAudiences` gave; for the rooms of this library, which plan by what adapters declare.
 * @throws AudienceError `invalid_argument` for what it did not give
 */
export function insideOf(audiences: object): Inside {
  const inside = insides.get(audiences);
  if (inside === undefined) {
    throw invalidArgument("audiences must be what createAudiences returned.");
  }
  return inside;
}
