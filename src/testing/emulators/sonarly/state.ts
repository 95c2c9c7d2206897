import type { Collection } from "../kit/collection.ts";
import type { Timeline } from "../kit/timeline.ts";

/**
 * A prospect as Sonarly writes it (audiences-prospects-list; the stored page ends after
 * `company.website`). Only `id` may be relied on.
 */
export interface SonarlyProspect {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly headline: string | null;
  readonly about: string | null;
  readonly photoUrl: string | null;
  readonly linkedinUrl: string | null;
  readonly publicIdentifier: string | null;
  readonly company: {
    readonly name: string | null;
    readonly linkedinIdentifier: string | null;
    readonly linkedinUrl: string | null;
    readonly industry: string | null;
    readonly website: string | null;
  } | null;
  /** Documented nowhere; written only where the emulator was asked for it. */
  readonly email?: string | null;
}

/** An audience as the emulator keeps it. Times are epoch milliseconds. */
export interface SonarlyAudience {
  readonly id: string;
  readonly accountGroupId: string;
  readonly name: string;
  /**
   * An open set: the docs show "linkedin_search" on every read, although create takes "on_demand"
   * and "monitoring" only.
   */
  readonly type: string;
  readonly description: string | null;
  readonly folderId: string | null;
  readonly prospectCount: number;
  readonly createdAt: number;
  /** A prospecting job is still filling it: not listed, and 409 when asked for. */
  readonly filling: boolean;
  /** Whether it is in the list and the navigation yet; asked for by its id, it is there. */
  readonly listed: boolean;
  /**
   * What is known of the first prospects; the rest of each, and all others, are made up when they
   * are read.
   */
  readonly prospects: readonly Partial<SonarlyProspect>[];
}

export interface SonarlyFolder {
  readonly id: string;
  readonly accountGroupId: string;
  readonly name: string;
  readonly audienceType: "on_demand" | "monitoring";
  readonly isPinned: boolean;
  readonly position: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SonarlyAccountGroup {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface SonarlyState {
  readonly accountGroups: readonly SonarlyAccountGroup[];
  readonly folders: readonly SonarlyFolder[];
  /** The records of `timeline`: new audiences get listed as the clock moves. */
  readonly audiences: Collection<SonarlyAudience>;
  readonly timeline: Timeline<SonarlyAudience>;
}

/** An empty audience, ready and listed: what a record is unless something else is said. */
export const blankAudience = (
  id: string,
  accountGroupId: string,
  createdAt: number,
): SonarlyAudience => ({
  id,
  accountGroupId,
  name: "New audience",
  type: "on_demand",
  description: null,
  folderId: null,
  prospectCount: 0,
  createdAt,
  filling: false,
  listed: true,
  prospects: [],
});

/** What the list and the navigation show of an account group: audiences that are ready for use. */
export const isListed =
  (group: string) =>
  ({ accountGroupId, filling, listed }: SonarlyAudience): boolean =>
    accountGroupId === group && listed && !filling;

/** The members of an audience answer (audiences-list, 200 example). */
export const writeAudience = (audience: SonarlyAudience): Record<string, unknown> => ({
  id: audience.id,
  name: audience.name,
  type: audience.type,
  description: audience.description,
  folderId: audience.folderId,
  prospectCount: audience.prospectCount,
  createdAt: new Date(audience.createdAt).toISOString(),
});

export const writeFolder = (folder: SonarlyFolder): Record<string, unknown> => ({
  id: folder.id,
  name: folder.name,
  audienceType: folder.audienceType,
  isPinned: folder.isPinned,
  position: folder.position,
  createdAt: new Date(folder.createdAt).toISOString(),
  updatedAt: new Date(folder.updatedAt).toISOString(),
});
