import type { Audiences, Providers } from "../core/facade.ts";
import { insideOf } from "../core/inside.ts";

/**
 * Audiences under names that are not known beforehand: a plan says which they are.
 * @throws AudienceError `invalid_argument` for what createAudiences did not give
 */
export function anyAudiences<P extends Providers>(audiences: Audiences<P>): Audiences<Providers> {
  return insideOf(audiences).audiences;
}
