import type { Audiences, Providers } from "../../core/facade.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import { checkInput } from "../../core/writing/draft.ts";
import { AudienceError, invalidArgument } from "../../core/errors.ts";
import { insideOf } from "../../core/inside.ts";
import type { Audience, AudienceRef } from "../../core/model.ts";
import type { Caveat, PlanDraft, PlanSource, PlanTarget, TargetState } from "../plan.ts";
import { lacking } from "./refusals.ts";
import { takingOf } from "../../core/writing/taking.ts";
import type { Taking } from "../../core/writing/preparation.ts";

/** A new audience at a provider. */
export interface NewTarget {
  readonly provider: string;
  /** What Batch and others do not take is changed, and the plan says to what. */
  readonly name: string;
  readonly description?: string | undefined;
  /** Where the audience is a file that was named by its path. */
  readonly path?: string | undefined;
}

/** An audience that is there, or one that is to be made. */
export type MigrationTarget = (AudienceRef & { readonly path?: string | undefined }) | NewTarget;

export interface OpenTarget {
  readonly adapter: AnyAdapter;
  /** What this very audience takes. */
  readonly taking: Taking;
  readonly target: PlanTarget;
  /** What is known before anybody is read. */
  readonly caveats: readonly Caveat[];
}

const largestPart = 10_000;

/** Whether somebody is there whom the vendor does not count. */
async function hasMembers(
  audiences: Audiences<Providers>,
  ref: AudienceRef,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return (
    audiences.supports(ref, "listMembers") &&
    (await audiences.listMembers(ref, { pageSize: 1, signal }).toArray({ limit: 1 })).length > 0
  );
}

const stateOf = ({ name, size, status, updatedAt }: Audience): TargetState => ({
  name,
  size,
  status,
  updatedAt: updatedAt?.toISOString() ?? null,
});

function draftFor(adapter: AnyAdapter, { name, description }: NewTarget): PlanDraft {
  const { nameFor, displaysName } = adapter.writes ?? {};
  const legal = nameFor?.(name) ?? name;
  return {
    name: legal,
    ...(legal !== name && displaysName === true && { displayName: name }),
    ...(description !== undefined && { description }),
  };
}

/** Refuses a name that somebody else's audience has: its members would be mixed with these. */
async function refuseTaken(
  audiences: Audiences<Providers>,
  provider: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const audience of audiences.list({ providers: [provider], signal })) {
    if (audience.name === name || audience.id === name) {
      const message = `NAME_TAKEN: ${provider} has an audience called ${JSON.stringify(name)} already. To add to it, give it as the target by its id (${provider}:${audience.id}); for a new one, give another name.`;
      throw invalidArgument(message, { provider, operation: "plan" });
    }
  }
}

async function openNew(
  audiences: Audiences<Providers>,
  adapter: AnyAdapter,
  to: NewTarget,
  signal: AbortSignal | undefined,
): Promise<Pick<PlanTarget, "id" | "name" | "create" | "before"> & { caveats: Caveat[] }> {
  const { provider, name } = to;
  if (typeof name !== "string" || name.trim() === "") {
    throw invalidArgument("to must be { provider, id }, or { provider, name } for a new one.");
  }
  if (!audiences.supports(to, "create")) {
    throw lacking(provider, adapter, "create", "cannot be given a new audience");
  }
  const draft = draftFor(adapter, to);
  checkInput(provider, adapter, "create", draft);
  await refuseTaken(audiences, provider, draft.name, signal);
  const shown = draft.displayName === undefined ? "" : ", with the name itself to be shown";
  const message = `${provider} does not take the name ${JSON.stringify(name)}: the audience will be called ${JSON.stringify(draft.name)}${shown}.`;
  const caveats: Caveat[] = draft.name === name ? [] : [{ code: "NAME_CHANGED", message }];
  return { id: null, name: draft.name, create: draft, before: null, caveats };
}

async function openExisting(
  audiences: Audiences<Providers>,
  { writes }: AnyAdapter,
  ref: AudienceRef,
  signal: AbortSignal | undefined,
): Promise<Pick<PlanTarget, "id" | "name" | "create" | "before"> & { caveats: Caveat[] }> {
  const { provider, id } = ref;
  if (!audiences.supports(ref, "get")) {
    return { id, name: id, create: null, before: null, caveats: [] };
  }
  const found = await audiences.get(ref, { signal });
  const refusal = writes?.refuses?.(found);
  if (refusal !== undefined) {
    const message = `${provider}: the target takes nobody: addMembers ${refusal}`;
    throw new AudienceError("unsupported", message, { provider, operation: "plan" });
  }
  if (found.status === "failed") {
    const message = `${provider}: the target has failed at the vendor, and takes nobody. Make a new one.`;
    throw new AudienceError("conflict", message, { provider, operation: "plan" });
  }
  const held = found.size?.value ?? 0;
  const caveats: Caveat[] = [];
  if (held > 0) {
    const message = `${provider}:${id} holds ${held.toLocaleString("en-US")} ${found.size?.unit ?? "members"} already; they stay, and these are added.`;
    caveats.push({ code: "TARGET_HAS_MEMBERS", message });
  } else if (found.size === null && (await hasMembers(audiences, ref, signal))) {
    const message = `${provider}:${id} has people on it already; they stay, and these are added.`;
    caveats.push({ code: "TARGET_HAS_MEMBERS", message });
  }
  return { id, name: found.name, create: null, before: stateOf(found), caveats };
}

function isSame(from: Omit<PlanSource, "members">, to: MigrationTarget): boolean {
  return "id" in to && from.provider === to.provider && from.id === to.id;
}

/**
 * Looks at the target before anything is read.
 * @throws AudienceError for one that cannot take these members, or not under this name
 */
export async function openTarget(
  audiences: Audiences<Providers>,
  to: MigrationTarget,
  from: Omit<PlanSource, "members">,
  signal: AbortSignal | undefined,
): Promise<OpenTarget> {
  const { provider } = to;
  const adapter = insideOf(audiences).registry.adapterOf(provider);
  if (!audiences.supports(to, "addMembers")) {
    throw lacking(provider, adapter, "addMembers", "cannot be a target");
  }
  if (isSame(from, to)) {
    throw invalidArgument("The source and the target are the same audience.");
  }
  const taking = await takingOf(adapter, provider, "id" in to ? to.id : undefined, signal);
  const { caveats, ...found } =
    "id" in to
      ? await openExisting(audiences, adapter, to, signal)
      : await openNew(audiences, adapter, to, signal);
  const { partSize = largestPart, unit = null } = adapter.writes ?? {};
  const target: PlanTarget = {
    provider,
    vendor: adapter.vendor,
    ...found,
    createsWithMembers: adapter.createsWithMembers === true,
    unit,
    partSize: Math.min(partSize, largestPart),
    path: to.path ?? null,
  };
  return { adapter, taking, target, caveats };
}
