import { callAdapter } from "../call.ts";
import type { AnyAdapter, Capability } from "../contract.ts";
import type { AudienceDraft, MemberReceipt, WriteContext } from "./contract.ts";
import { amended } from "../amended.ts";
import { invalidArgument, isAudienceError } from "../errors.ts";
import { quiet } from "../hooks.ts";
import type { Hooks } from "../hooks.ts";
import { fitMemberOf } from "./fit.ts";
import { createMemberStream } from "./member-stream.ts";
import type { MemberSource, MemberStream, Tally } from "./member-stream.ts";
import { named } from "../model.ts";
import type { Audience, AudienceRef } from "../model.ts";
import { normalizeMember } from "./normalize.ts";
import type { Registry } from "../registry.ts";
import { contextOf } from "./write-context.ts";
import type { CreatedAudience, MemberWriteOptions, WriteResult } from "./writing.ts";

/** The writes that carry members. */
export interface MemberWriting {
  /** `created`: the audience was made for this write just now. */
  write(
    operation: "addMembers" | "removeMembers" | "replaceMembers",
    ref: AudienceRef,
    members: MemberSource,
    options: MemberWriteOptions,
    created?: AudienceRef,
  ): Promise<WriteResult>;
  /** For a vendor that makes an audience from its first members. */
  createFrom<Name extends string>(
    adapter: AnyAdapter,
    draft: AudienceDraft,
    members: MemberSource | undefined,
    options: MemberWriteOptions,
    provider: Name,
  ): Promise<CreatedAudience<Audience<Name>>>;
}

function streamOf(
  adapter: AnyAdapter,
  operation: Capability,
  source: MemberSource,
  options: MemberWriteOptions,
): MemberStream {
  return createMemberStream({
    source,
    accepts: adapter.accepts ?? [],
    normalize: options.normalize ?? normalizeMember,
    distinct: options.distinct,
    fit: fitMemberOf(adapter, operation),
    signal: options.signal,
    onRejected: quiet(options.onRejected),
  });
}

/** For those whose identifiers the target has no place for. */
function withRefused({ reasons }: Pick<Tally, "reasons">, refused: number): Tally["reasons"] {
  const { NO_MATCHABLE_IDENTIFIER = 0 } = reasons;
  return { ...reasons, NO_MATCHABLE_IDENTIFIER: NO_MATCHABLE_IDENTIFIER + refused };
}

function resultOf(stream: MemberStream, receipt: MemberReceipt): WriteResult {
  const { written, pending, refused = 0 } = receipt;
  const { read, ...tally } = stream.tally();
  // What was left out on the way to the vendor, and what the vendor had no place for.
  const dropped = new Map(Object.entries(tally.dropped));
  for (const [name, count] of Object.entries(receipt.dropped ?? {})) {
    dropped.set(name, (dropped.get(name) ?? 0) + count);
  }
  return {
    read,
    written,
    ...tally,
    ...(refused > 0 && {
      rejected: tally.rejected + refused,
      reasons: withRefused(tally, refused),
    }),
    dropped: Object.fromEntries(dropped),
    ...(pending !== undefined && { pending }),
  };
}

/** Runs a write of members; what had been done when it failed is told. */
async function writing<Result>(
  stream: MemberStream,
  context: WriteContext,
  created: AudienceRef | undefined,
  run: (context: WriteContext, written: () => number) => Promise<Result>,
): Promise<Result> {
  let written = 0;
  const counted: WriteContext = {
    ...context,
    onWritten(members) {
      written = members;
      context.onWritten?.(members);
    },
  };
  try {
    return await callAdapter(context, () => run(counted, () => written));
  } catch (error) {
    if (!isAudienceError(error) || context.signal?.aborted === true) {
      throw error;
    }
    const { provider = context.provider, operation = context.operation } = error;
    const sentences = [error.message];
    if (created !== undefined) {
      sentences.push("The audience was made.");
    }
    if (written > 0 || error.ambiguous) {
      const { read } = stream.tally();
      sentences.push(`Known to be written: ${written} of the ${read} members read.`);
    }
    const details = { provider, operation, written, ...(created && { created }) };
    throw amended(error, sentences.join(" "), details);
  } finally {
    stream.close();
  }
}

export function createMemberWriting(registry: Registry, hooks: Hooks): MemberWriting {
  async function write(
    operation: "addMembers" | "removeMembers" | "replaceMembers",
    ref: AudienceRef,
    members: MemberSource,
    options: MemberWriteOptions,
    created?: AudienceRef,
  ): Promise<WriteResult> {
    const send = registry.methodOf(ref, operation);
    const context = contextOf(ref.provider, operation, options, hooks);
    const adapter = registry.adapterOf(ref.provider);
    const stream = streamOf(adapter, operation, members, options);
    return writing(stream, context, created, async (counted) => {
      if (await stream.start()) {
        return resultOf(stream, await send({ id: ref.id, members: stream.members }, counted));
      }
      if (operation === "replaceMembers") {
        throw invalidArgument(
          `${ref.provider}: replaceMembers was given nobody that can be written, which would empty the audience. To empty it, remove its members, or delete it.`,
        );
      }
      return resultOf(stream, { written: 0 });
    });
  }

  /** For a vendor that makes an audience from its first members. */
  async function createFrom<Name extends string>(
    adapter: AnyAdapter,
    draft: AudienceDraft,
    members: MemberSource | undefined,
    options: MemberWriteOptions,
    provider: Name,
  ): Promise<CreatedAudience<Audience<Name>>> {
    const remedy = `${adapter.vendor} makes no audience without members`;
    if (members === undefined) {
      throw invalidArgument(`${provider}: create needs members, for ${remedy}.`);
    }
    const create = registry.methodOf({ provider, id: "new" }, "create");
    const context = contextOf(provider, "create", options, hooks);
    const stream = streamOf(adapter, "create", members, options);
    return writing(stream, context, undefined, async (counted, written) => {
      if (!(await stream.start()) && adapter.createsWithMembers === true) {
        throw invalidArgument(
          `${provider}: create was given nobody that can be written, and ${remedy}.`,
        );
      }
      let receipt: MemberReceipt | undefined;
      const onReceipt = (given: MemberReceipt): void => {
        receipt = given;
      };
      const record = await create({ ...draft, members: stream.members }, { ...counted, onReceipt });
      const result = resultOf(stream, receipt ?? { written: written() });
      return Object.assign(named(provider, record), { written: result });
    });
  }

  return { write, createFrom };
}
