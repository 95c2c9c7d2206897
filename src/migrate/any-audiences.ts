import type { Audiences, Providers } from "../core/audiences.ts";
import { insideOf } from "../core/inside.ts";

/**
 * Audiences under names that are not known beforehand: a plan says which they are.
 * @throws AudienceError `invalid_argument` for what createAudiences did not give
 */
export function anyAudiences<P extends Providers>(audiences: Audiences<P>): Audiences<Providers> {
  insideOf(audiences);
  // They are made for names as strings, and the types of the caller's own names are put on at the end; here they come off.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return audiences as unknown as Audiences<Providers>;
}
