import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createKeyRing } from "../kit/keys.ts";
import type { PageLimits } from "../kit/listing.ts";
import { createRandom } from "../kit/random.ts";
import type { CommonOptions } from "../options.ts";
import { settle } from "../options.ts";
import { createEnvelopes } from "./envelope.ts";
import type { SonarlyPermission } from "./guards.ts";
import { sonarlyGuards, sonarlyPermissions } from "./guards.ts";
import { listAudiences } from "./list.ts";
import { listProspects } from "./prospects.ts";
import { getAudience, getNavigation, listAccounts } from "./reads.ts";
import type { SonarlyRoute } from "./route.ts";
import { seedAccountGroups, seedAudiences, seedFolders, sonarlyId } from "./seed.ts";
import type { SonarlyAccountGroup, SonarlyAudience, SonarlyState } from "./state.ts";

export interface SonarlyEmulatorOptions extends CommonOptions {
  /**
   * What `apiKey` may do.
   * @default every permission
   */
  readonly scopes?: readonly SonarlyPermission[];
  /**
   * How many account groups the keys see; the audiences are in the first. With 0 they see none,
   * and no audience.
   * @default 1
   */
  readonly accountGroups?: number;
  /**
   * Sonarly documents neither its default page size nor its maximum.
   * @default 20, at most 100
   */
  readonly pageLimits?: PageLimits;
  /**
   * Writes an `email` on most prospects. Jobs can search for emails, but no page seen shows the
   * field.
   * @default false
   */
  readonly prospectEmails?: boolean;
}

export interface SonarlyEmulator extends Emulator<SonarlyPermission> {
  /** The first account group. */
  readonly accountGroupId: string;
  readonly accountGroups: readonly SonarlyAccountGroup[];
  readonly audiences: Audiences<SonarlyAudience>;
}

/** Sonarly's audiences and prospects, in this process. */
export function createSonarlyEmulator(options: SonarlyEmulatorOptions = {}): SonarlyEmulator {
  const settings = settle(options);
  const {
    scopes = sonarlyPermissions,
    accountGroups = 1,
    pageLimits = { default: 20, maximum: 100 },
    prospectEmails = false,
  } = options;
  const { seed, clock } = settings;
  const random = createRandom(`sonarly ${seed}`);
  const { first, seen } = seedAccountGroups(random, accountGroups);
  const accountGroupId = first.id;
  const folders = seedFolders(random, accountGroupId);
  const seeded = seedAudiences(random, settings.size, accountGroupId, folders);
  const audiences = createCollection<SonarlyAudience>(
    ({ createdAt, id }) => ({ at: createdAt, key: id }),
    seeded,
  );
  const state: SonarlyState = { accountGroups: seen, folders, audiences };
  const envelopes = createEnvelopes(seed);
  const apiKey = "sonarly-emulator-key";
  const keys = createKeyRing(apiKey, sonarlyPermissions, scopes);
  const emulator = assemble({
    vendor: "sonarly",
    baseUrl: "https://api.sonarly.io/v1",
    apiKey,
    keys,
    settings,
    // The sample cursor is base64 without padding (audiences-list).
    cursorAlphabet: "base64url",
    guards: sonarlyGuards({ keys, state, envelopes, settings }),
    operations(pager) {
      const route: SonarlyRoute = {
        state,
        envelopes,
        pager,
        pageLimits,
        overLimit: settings.overLimit ?? "reject",
        seed,
        prospectEmails,
      };
      // Navigation before the single audience, whose path would match it too.
      return [
        listAccounts(route),
        listAudiences(route),
        getNavigation(route),
        getAudience(route),
        listProspects(route),
      ];
    },
    notFound: () => envelopes.failure(404, "NOT_FOUND", "There is no such route."),
  });
  const create = (given: Partial<SonarlyAudience>): SonarlyAudience => {
    const createdAt = given.createdAt ?? clock.now();
    const blank = {
      name: "New audience",
      type: "on_demand",
      description: null,
      folderId: null,
      filling: false,
      prospects: [],
    };
    const prospectCount = given.prospects?.length ?? 0;
    return {
      id: sonarlyId(random, createdAt),
      accountGroupId,
      prospectCount,
      createdAt,
      ...blank,
      ...given,
    };
  };
  return {
    ...emulator,
    accountGroupId,
    accountGroups: seen,
    audiences: controlAudiences(audiences, create),
  };
}
