import type { Audiences, Providers } from "../../core/facade.ts";
import { amended } from "../../core/amended.ts";
import { AudienceError, invalidArgument } from "../../core/errors.ts";
import { insideOf } from "../../core/inside.ts";
import type { MemberSource } from "../../core/writing/member-stream.ts";
import type { AudienceRef, MemberInput } from "../../core/model.ts";
import type { Paged } from "../../core/paging/paged.ts";
import type { Report } from "../../core/paging/report.ts";
import type { FileFingerprint, PlanSource } from "../plan.ts";
import { lacking } from "./refusals.ts";

/** Members of the caller's own, under a name for people. Those of a `Paged` can be gone on with after a crash. */
export interface StreamSource {
  readonly name: string;
  readonly members: Paged<MemberInput> | MemberSource;
  /** The file that they come from, to see whether it is the same when the plan is carried out. */
  readonly file?: FileFingerprint | undefined;
}

/** An audience whose members can be read, or members of the caller's own. */
export type MigrationSource = AudienceRef | StreamSource;

export interface SourcePage {
  readonly items: readonly MemberInput[];
  /** Goes on behind this page; `null` = it cannot be gone on with, or there is no more. */
  readonly token: string | null;
  /** Records so far that could not be read, and where they are, as far as that is known. */
  readonly unreadable: number;
  readonly report: Report | undefined;
}

/** A source that is about to be read. */
export interface OpenSource {
  readonly described: Omit<PlanSource, "members">;
  /** Whether another process can go on with it. */
  readonly resumable: boolean;
  pages(token: string | undefined): AsyncIterable<SourcePage>;
}

const handful = 1000;

function isPaged(members: StreamSource["members"]): members is Paged<MemberInput> {
  return "byPage" in members;
}

async function* handfuls(members: MemberSource): AsyncGenerator<SourcePage, void, undefined> {
  const rest = { token: null, unreadable: 0, report: undefined };
  let items: MemberInput[] = [];
  for await (const member of members) {
    if (items.push(member) >= handful) {
      yield { items, ...rest };
      items = [];
    }
  }
  yield { items, ...rest };
}

/** The pages of a vendor; one that fails in the middle is an error behind the last good one. */
export async function* pagesOf(
  paged: Paged<MemberInput>,
  token: string | undefined,
): AsyncGenerator<SourcePage, void, undefined> {
  for await (const { items, continuationToken, report } of paged.byPage({
    ...(token !== undefined && { continuationToken: token }),
  })) {
    const providers = Object.values(report.providers);
    const unreadable = providers.reduce((sum, { refused }) => sum + refused, 0);
    yield { items, token: continuationToken ?? null, unreadable, report };
    const error = providers.find(({ status }) => status === "failed")?.error ?? null;
    if (error !== null) {
      const message = `The source could not be read to its end: ${error.message} What was read is kept: plan the same again, and it goes on from there.`;
      throw amended(error, message, { cause: error });
    }
  }
}

async function describe(
  audiences: Audiences<Providers>,
  ref: AudienceRef,
  vendor: string,
  signal: AbortSignal | undefined,
): Promise<OpenSource["described"]> {
  const { provider, id } = ref;
  const found = audiences.supports(ref, "get")
    ? await audiences.get(ref, { signal })
    : { name: id, size: null, updatedAt: null, status: "unknown" };
  if (found.status === "processing" || found.status === "failed") {
    const message = `${provider}: the source is ${found.status}, so not everybody is on it. Wait until it is ready, with: audiencekit wait ${provider}:${id}`;
    throw new AudienceError("not_ready", message, { provider, operation: "plan" });
  }
  const { name, size, updatedAt } = found;
  const changed = updatedAt?.toISOString() ?? null;
  return { provider, vendor, id, name, size, updatedAt: changed, file: null };
}

/** @throws AudienceError `unsupported` for a source whose members its vendor does not give */
export async function openSource(
  audiences: Audiences<Providers>,
  from: MigrationSource,
  signal: AbortSignal | undefined,
): Promise<OpenSource> {
  if (typeof from !== "object" || from === null) {
    throw invalidArgument("from must be { provider, id }, or { name, members }.");
  }
  if (!("members" in from)) {
    const { provider } = from;
    const adapter = insideOf(audiences).registry.adapterOf(provider);
    if (!audiences.supports(from, "listMembers")) {
      throw lacking(provider, adapter, "listMembers", "cannot be a source");
    }
    return {
      described: await describe(audiences, from, adapter.vendor, signal),
      resumable: true,
      pages: (token) => pagesOf(audiences.listMembers(from, { signal }), token),
    };
  }
  const { name, members, file = null } = from;
  const unknown = { provider: null, vendor: null, id: null, size: null, updatedAt: null };
  const described = { ...unknown, name, file };
  return isPaged(members)
    ? { described, resumable: true, pages: (token) => pagesOf(members, token) }
    : { described, resumable: false, pages: () => handfuls(members) };
}
