import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createIssuer } from "../kit/issuer.ts";
import { createKeyRing } from "../kit/keys.ts";
import { createRandom } from "../kit/random.ts";
import { restoreState, saveState } from "../kit/saved.ts";
import type { Plans } from "../kit/timeline.ts";
import { createTimeline } from "../kit/timeline.ts";
import { settle } from "../options.ts";
import { createEnvelopes } from "./envelope.ts";
import type { SonarlyPermission } from "./guards.ts";
import { sonarlyGuards, sonarlyPermissions } from "./guards.ts";
import { listAudiences } from "./list.ts";
import { listProspects } from "./prospects.ts";
import { getAudience, getNavigation, listAccounts } from "./reads.ts";
import type { SonarlyEmulatorOptions } from "./options.ts";
import type { SonarlyRoute } from "./route.ts";
import { seedAccountGroups, seedAudiences, seedFolders, sonarlyId } from "./seed.ts";
import type { SonarlyAccountGroup, SonarlyAudience, SonarlyState } from "./state.ts";
import { blankAudience } from "./state.ts";
import { createAudience, deleteAudience, updateAudience } from "./writes.ts";

export type { SonarlyEmulatorOptions } from "./options.ts";

export interface SonarlyEmulator extends Emulator<SonarlyPermission> {
  /** The first account group. */
  readonly accountGroupId: string;
  readonly accountGroups: readonly SonarlyAccountGroup[];
  readonly audiences: Audiences<SonarlyAudience>;
}

/** The state of a Sonarly emulator in what JSON can hold. */
interface SavedSonarly {
  readonly seed: number;
  readonly issued: number;
  readonly audiences: readonly SonarlyAudience[];
  readonly plans: Plans<SonarlyAudience>;
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
  const { clock } = settings;
  const saved = restoreState<SavedSonarly>("sonarly", clock, options.state, JSON.parse);
  // Account groups, folders and prospects are made from the seed, and have to be the same again.
  const seed = saved?.seed ?? settings.seed;
  const random = createRandom(`sonarly ${seed}`);
  const { first, seen } = seedAccountGroups(random, accountGroups);
  const accountGroupId = first.id;
  const folders = seedFolders(random, accountGroupId);
  const seeded = saved?.audiences ?? seedAudiences(random, settings.size, accountGroupId, folders);
  const timeline = createTimeline(
    createCollection<SonarlyAudience>(({ createdAt, id }) => ({ at: createdAt, key: id }), seeded),
    clock,
    saved?.plans,
  );
  const audiences = timeline.records;
  const state: SonarlyState = { accountGroups: seen, folders, audiences, timeline };
  const issuer = createIssuer(`sonarly ${seed}`, saved?.issued);
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
        issuer,
        now: clock.now,
        times: { listed: 0, ...options.times },
      };
      // Navigation before the single audience, whose path would match it too.
      return [
        listAccounts(route),
        listAudiences(route),
        getNavigation(route),
        getAudience(route),
        listProspects(route),
        createAudience(route),
        updateAudience(route),
        deleteAudience(route),
      ];
    },
    notFound: () => envelopes.failure(404, "NOT_FOUND", "There is no such route."),
    save: () =>
      saveState("sonarly", clock, {
        seed,
        issued: issuer.issued(),
        audiences: audiences.list(),
        plans: timeline.plans(),
      } satisfies SavedSonarly),
  });
  const create = (given: Partial<SonarlyAudience>): SonarlyAudience => {
    const createdAt = given.createdAt ?? clock.now();
    const id = issuer.next((each) => sonarlyId(each, createdAt));
    const prospectCount = given.prospects?.length ?? 0;
    return { ...blankAudience(id, accountGroupId, createdAt), prospectCount, ...given };
  };
  return {
    ...emulator,
    accountGroupId,
    accountGroups: seen,
    audiences: controlAudiences(timeline, create),
  };
}
