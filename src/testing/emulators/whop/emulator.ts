import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createKeyRing } from "../kit/keys.ts";
import { createRandom } from "../kit/random.ts";
import type { CommonOptions } from "../options.ts";
import { settle } from "../options.ts";
import { whopError } from "./errors.ts";
import type { WhopScope } from "./guards.ts";
import { whopGuards, whopScopes } from "./guards.ts";
import { listAudiences } from "./list.ts";
import type { WhopRecordGeneration } from "./record.ts";
import { seedWhop, whopId } from "./seed.ts";
import type { WhopAudience, WhopState } from "./state.ts";
import { blankAudience } from "./state.ts";

export interface WhopEmulatorOptions extends CommonOptions {
  /**
   * How audiences are written: as in the OpenAPI document (Unix seconds, eleven fields) or as Whop
   * does since July 2026 (ISO 8601, more fields).
   * @default "current"
   */
  readonly recordGeneration?: WhopRecordGeneration;
  /**
   * What `apiKey` may do.
   * @default every scope
   */
  readonly scopes?: readonly WhopScope[];
}

export interface WhopEmulator extends Emulator<WhopScope> {
  readonly accountId: string;
  readonly audiences: Audiences<WhopAudience>;
}

/** Whop's audiences, in this process. */
export function createWhopEmulator(options: WhopEmulatorOptions = {}): WhopEmulator {
  const settings = settle(options);
  const { recordGeneration = "current", scopes = whopScopes } = options;
  const random = createRandom(`whop ${settings.seed}`);
  const state: WhopState = {
    accountId: "biz_EmulatedShop1",
    audiences: createCollection(
      ({ createdAt, id }) => ({ at: createdAt, key: id }),
      seedWhop(random, settings.size),
    ),
  };
  const apiKey = "whop-emulator-key";
  const keys = createKeyRing(apiKey, whopScopes, scopes);
  const emulator = assemble({
    vendor: "whop",
    baseUrl: "https://api.whop.com/api/v1",
    apiKey,
    keys,
    settings,
    cursorAlphabet: "base64url",
    guards: whopGuards(keys, settings),
    // Above the maximum: undocumented; taken as the maximum here.
    operations: (pager) => [
      listAudiences({
        state,
        pager,
        overLimit: settings.overLimit ?? "clamp",
        generation: recordGeneration,
      }),
    ],
    notFound: () => whopError(404, "not_found", "There is no such route."),
  });
  const create = (given: Partial<WhopAudience>): WhopAudience => ({
    ...blankAudience(whopId(random), settings.clock.now()),
    ...given,
  });
  return {
    ...emulator,
    accountId: state.accountId,
    audiences: controlAudiences(state.audiences, create),
  };
}
