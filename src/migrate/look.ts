import type { Audiences, Providers } from "../core/facade.ts";
import { isAudienceError } from "../core/errors.ts";
import type { Audience, AudienceRef } from "../core/model.ts";

/** What is asked, and what stops the asking. */
interface Asked {
  readonly audiences: Audiences<Providers>;
  readonly signal: AbortSignal | undefined;
}

/** An audience as its vendor has it now; `undefined` = it is not there, or not any more. */
export async function look(
  { audiences, signal }: Asked,
  ref: AudienceRef,
): Promise<Audience | undefined> {
  try {
    return await audiences.get(ref, { signal });
  } catch (error) {
    if (isAudienceError(error) && error.code === "not_found") {
      return undefined;
    }
    throw error;
  }
}
