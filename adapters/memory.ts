import * as z from "zod";

import { AudienceError, failedCall } from "../src/core/adapter.ts";
import type {
  Adapter,
  AudienceRecord,
  CallContext,
  Capability,
  Member,
  MemberChunks,
  MemberInput,
  PageRequest,
  ProviderPage,
} from "../src/core/adapter.ts";
import { createRoster } from "./memory/roster.ts";
import type { MemoryMember, Roster } from "./memory/roster.ts";

export type { MemoryMember } from "./memory/roster.ts";

/** An audience to be held in memory: an id, and whatever else is to be found on it. */
export interface MemoryAudience extends Partial<Omit<AudienceRecord, "raw">> {
  readonly id: string;
}

export interface MemoryOptions {
  /** Listed in this order. @default none */
  readonly audiences?: readonly MemoryAudience[] | undefined;
  /** The members of each audience, by its id. @default none */
  readonly members?: Readonly<Record<string, readonly MemoryMember[]>> | undefined;
  /** The largest page it gives. @default 1000 */
  readonly maxPageSize?: number | undefined;
}

type Everything = Adapter<MemoryAudience, MemoryMember>;

/** What audiences in memory can be asked for. */
export type MemoryAdapter = Required<
  Pick<Everything, Capability | "vendor" | "maxPageSize" | "accepts" | "writes">
>;

/** The position of the next item. */
const position = z.lazy(() =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
);

function invalid(problem: string, context?: CallContext): AudienceError {
  const { provider = "memory", operation } = context ?? {};
  return new AudienceError("invalid_argument", `${provider}: ${problem}`, { provider, operation });
}

function pageOf<Item>(
  items: readonly Item[],
  request: PageRequest,
  maxPageSize: number,
  context: CallContext,
): ProviderPage<Item> {
  const start = position.safeParse(request.cursor ?? "0");
  if (!start.success) {
    throw invalid("this cursor is not one of memory's; start the listing anew.", context);
  }
  const end = start.data + Math.min(request.pageSize, maxPageSize);
  const more = end < items.length;
  const total = items.length;
  return { items: items.slice(start.data, end), more, next: more ? String(end) : undefined, total };
}

function toAudience(raw: MemoryAudience, held: number | undefined): AudienceRecord<MemoryAudience> {
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    description: raw.description ?? null,
    status: raw.status ?? "ready",
    vendorStatus: raw.vendorStatus ?? null,
    size: raw.size ?? (held === undefined ? null : { value: held, unit: "people" }),
    matched: raw.matched ?? null,
    progress: raw.progress ?? null,
    error: raw.error ?? null,
    createdAt: raw.createdAt ?? null,
    updatedAt: raw.updatedAt ?? null,
    raw,
  };
}

/** Does something with each member; gives how many there were. */
async function each(chunks: MemberChunks, action: (member: MemberInput) => void): Promise<number> {
  let count = 0;
  for await (const chunk of chunks) {
    chunk.forEach(action);
    count += chunk.length;
  }
  return count;
}

function toMember(raw: MemoryMember): Member<MemoryMember> {
  return { identifiers: raw.identifiers ?? {}, attributes: raw.attributes ?? {}, raw };
}

/**
 * Holds audiences and their members in memory, for tests and as either side of a migration. What goes in and what
 * comes out are copies: nobody changes what is held.
 * @throws AudienceError `invalid_argument` for an id that is empty or there twice, and for members of no audience.
 */
export function memory(options: MemoryOptions = {}): MemoryAdapter {
  const maxPageSize = options.maxPageSize ?? 1000;
  if (!Number.isInteger(maxPageSize) || maxPageSize < 1) {
    throw invalid("maxPageSize must be a whole number of at least 1.");
  }
  const given = structuredClone(options.audiences ?? []);
  const held = new Map(given.map((audience) => [audience.id, audience]));
  const members = structuredClone(options.members ?? {});
  const rosters = new Map(
    Object.entries(members).map(([id, list]) => [id, createRoster(list)] as const),
  );
  const made = new Map<string, string>();
  if (held.has("") || held.size !== given.length) {
    throw invalid("every audience needs an id of its own.");
  }
  if ([...rosters.keys()].some((id) => !held.has(id))) {
    throw invalid("members are given for an audience that is not; add it to audiences.");
  }

  function find(id: string, context: CallContext): MemoryAudience {
    context.signal?.throwIfAborted();
    const audience = held.get(id);
    if (audience === undefined) {
      const words = "found no audience with this id. Check the id; list shows those there are.";
      throw failedCall("not_found", context, words);
    }
    return audience;
  }
  const readAudience = (audience: MemoryAudience): AudienceRecord<MemoryAudience> =>
    toAudience(structuredClone(audience), rosters.get(audience.id)?.members.length);
  /** The roster of an audience, empty where none was given. */
  const rosterOf = (id: string, context: CallContext): Roster => {
    const roster = rosters.get(find(id, context).id) ?? createRoster([]);
    rosters.set(id, roster);
    return roster;
  };
  const get: MemoryAdapter["get"] = async (id, context) => readAudience(find(id, context));

  return {
    vendor: "memory",
    maxPageSize,
    async list(request, context) {
      context.signal?.throwIfAborted();
      const page = pageOf([...held.values()], request, maxPageSize, context);
      return { ...page, items: page.items.map(readAudience), keys: page.items.map(({ id }) => id) };
    },
    get,
    async listMembers(request, context) {
      const { id } = find(request.id, context);
      const page = pageOf(rosters.get(id)?.members ?? [], request, maxPageSize, context);
      return { ...page, items: page.items.map((member) => toMember(structuredClone(member))) };
    },
    accepts: ["email", "phone", "externalId", "linkedinUrl"],
    writes: { unit: "people", showsWithin: 0 },
    async create({ name, description }, context) {
      context.signal?.throwIfAborted();
      let number = held.size + 1;
      while (held.has(`memory-${number}`)) {
        number += 1;
      }
      const id = made.get(context.idempotencyKey) ?? `memory-${number}`;
      made.set(context.idempotencyKey, id);
      const audience = held.get(id) ?? {
        id,
        name,
        ...(description !== undefined && { description }),
      };
      held.set(id, audience);
      return readAudience(audience);
    },
    async update(id, { name, description }, context) {
      const audience = {
        ...find(id, context),
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      };
      held.set(id, audience);
      return readAudience(audience);
    },
    async delete(id, context) {
      held.delete(find(id, context).id);
      rosters.delete(id);
    },
    async addMembers({ id, members: chunks }, context) {
      const written = await each(chunks, rosterOf(id, context).add);
      context.onWritten?.(written);
      return { written };
    },
    async removeMembers({ id, members: chunks }, context) {
      const written = await each(chunks, rosterOf(id, context).remove);
      context.onWritten?.(written);
      return { written };
    },
    async replaceMembers({ id, members: chunks }, context) {
      find(id, context);
      const roster = createRoster([]);
      const written = await each(chunks, roster.add);
      rosters.set(find(id, context).id, roster); // all at once, when all are there
      context.onWritten?.(written);
      return { written };
    },
    waitUntilReady: (id, _pending, context) => get(id, context),
  } satisfies Adapter<MemoryAudience, MemoryMember>;
}
