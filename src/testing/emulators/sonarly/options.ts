import type { PageLimits } from "../kit/listing.ts";
import type { CommonOptions } from "../options.ts";
import type { SonarlyPermission } from "./guards.ts";
import type { SonarlyTimes } from "./route.ts";

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
  /** How long things take. */
  readonly times?: SonarlyTimes;
  /** What an earlier emulator's `save` gave, instead of seeded audiences. */
  readonly state?: string;
}
