import * as z from "zod";

import { AudienceError } from "../src/core/adapter.ts";
import type {
  Adapter,
  AudienceRecord,
  CallContext,
  Member,
  PageRequest,
  ProviderPage,
} from "../src/core/adapter.ts";

/** An audience to be held in memory: an id, and whatever else is to be found on it. */
export interface MemoryAudience extends Partial<Omit<AudienceRecord, "raw">> {
  readonly id: string;
}

/** A member to be held in memory. */
export type MemoryMember = Partial<Omit<Member, "raw">>;

export interface MemoryOptions {
  /** Listed in this order. @default none */
  readonly audiences?: readonly MemoryAudience[] | undefined;
  /** The members of each audience, by its id. @default none */
  readonly members?: Readonly<Record<string, readonly MemoryMember[]>> | undefined;
  /** The largest page it gives. @default 1000 */
  readonly maxPageSize?: number | undefined;
}

/** What audiences in memory can be asked for. */
export type MemoryAdapter = Required<
  Pick<
    Adapter<MemoryAudience, MemoryMember>,
    "vendor" | "maxPageSize" | "list" | "get" | "listMembers"
  >
>;

/** The position of the next item. */
const position = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

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
  const audiences = structuredClone(options.audiences ?? []);
  const held = new Map(audiences.map((audience) => [audience.id, audience]));
  const members = new Map(Object.entries(structuredClone(options.members ?? {})));
  if (held.has("") || held.size !== audiences.length) {
    throw invalid("every audience needs an id of its own.");
  }
  if ([...members.keys()].some((id) => !held.has(id))) {
    throw invalid("members are given for an audience that is not; add it to audiences.");
  }

  function find(id: string, context: CallContext): MemoryAudience {
    context.signal?.throwIfAborted();
    const audience = held.get(id);
    if (audience === undefined) {
      const { provider, operation } = context;
      const message = `${provider}: ${operation} found no audience with this id. Check the id; list shows those there are.`;
      throw new AudienceError("not_found", message, { provider, operation });
    }
    return audience;
  }
  const readAudience = (audience: MemoryAudience): AudienceRecord<MemoryAudience> =>
    toAudience(structuredClone(audience), members.get(audience.id)?.length);

  return {
    vendor: "memory",
    maxPageSize,
    async list(request, context) {
      context.signal?.throwIfAborted();
      const page = pageOf(audiences, request, maxPageSize, context);
      return { ...page, items: page.items.map(readAudience), keys: page.items.map(({ id }) => id) };
    },
    async get(id, context) {
      return readAudience(find(id, context));
    },
    async listMembers(request, context) {
      const { id } = find(request.id, context);
      const page = pageOf(members.get(id) ?? [], request, maxPageSize, context);
      return { ...page, items: page.items.map((member) => toMember(structuredClone(member))) };
    },
  } satisfies Adapter<MemoryAudience, MemoryMember>;
}
