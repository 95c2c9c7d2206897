import type { Issuer } from "../kit/issuer.ts";
import { hexDigits } from "../kit/random.ts";
import type { BatchAudience, BatchIndexingState, BatchState } from "./state.ts";

/** A write that was accepted: 202 and a token (cep/audiences/update). */
interface Change {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly appliesAt: number;
  /** Whether the content was replaced after the token was issued. */
  readonly replaced: boolean;
}

/** What an audience holds, as soon as it is accepted; the record shows it once it is applied. */
export interface BatchContent {
  /** Ids it had that are not known one by one: those of a seeded audience. */
  readonly unknown: number;
  /** Ids exactly as sent, each with its attributes as JSON: a million of them are no burden. */
  readonly ids: Map<string, string | null>;
  readonly changes: readonly Change[];
  /** From when on it is found. */
  readonly visibleAt: number;
}

/** What writes work with. */
export interface WriteRoutes {
  readonly state: BatchState;
  readonly issuer: Issuer;
  readonly now: () => number;
  readonly times: Required<BatchTimes>;
}

/** How long Batch takes over things, in milliseconds on the emulator's clock. It documents none. */
export interface BatchTimes {
  /**
   * From the 202 until a change is applied; Infinity = it never is.
   * @default 1500
   */
  readonly indexing?: number;
  /**
   * From the creation of an audience until it is found: by its name, and in the list.
   * @default 0
   */
  readonly visible?: number;
}

/** An audience that was created and can be found by now. */
export function findAudience(
  { audiences, contents }: BatchState,
  name: unknown,
  now: number,
): BatchAudience | undefined {
  if (typeof name !== "string") return undefined;
  const audience = audiences.get(name);
  return audience !== undefined && isVisible(contents, audience, now) ? audience : undefined;
}

export const isVisible = (
  contents: BatchState["contents"],
  { name }: BatchAudience,
  now: number,
): boolean => now >= (contents.get(name)?.visibleAt ?? 0);

export const contentOf = ({ contents }: BatchState, { name, ids }: BatchAudience): BatchContent =>
  contents.get(name) ?? { unknown: ids ?? 0, ids: new Map(), changes: [], visibleAt: 0 };

export const newToken = (issuer: Issuer): string =>
  issuer.next((random) => random.text(32, hexDigits));

/**
 * Takes a change in and gives the token of it. The record says IN_PROGRESS until the latest change
 * is applied; `nb_ids` follows each of them in turn.
 */
export function acceptChange(
  { state, issuer, now, times }: WriteRoutes,
  name: string,
  content: BatchContent,
): string {
  const token = newToken(issuer);
  const appliesAt = Math.min(now() + times.indexing, Number.MAX_SAFE_INTEGER);
  const changes = [...content.changes, { token, appliesAt, replaced: false }];
  state.contents.set(name, { ...content, changes });
  state.audiences.update(name, { indexingState: "IN_PROGRESS" });
  const before = state.timeline.pending(name).map(({ at, changes: { indexingState, ...rest } }) => {
    // Only the latest change says when all is applied.
    void indexingState;
    return { at, changes: rest };
  });
  const applied = {
    ids: content.unknown + content.ids.size,
    indexingState: "APPLIED",
    updatedAt: appliesAt,
  } as const;
  state.timeline.plan(name, [...before, { at: appliesAt, changes: applied }]);
  return token;
}

/** "The audience content has been replaced since the issue of the indexing token" (list). */
export const markReplaced = (changes: readonly Change[]): readonly Change[] =>
  changes.map((change) => ({ ...change, replaced: true }));

/** What has become of the change a token was given for; undefined where there is none. */
export function indexingStateOf(
  content: BatchContent | undefined,
  token: string,
  now: number,
): BatchIndexingState | undefined {
  const change = content?.changes.find((one) => one.token === token);
  if (change === undefined) return undefined;
  if (change.replaced) return "REPLACED";
  return now < change.appliesAt ? "IN_PROGRESS" : "APPLIED";
}
