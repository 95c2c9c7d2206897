import type { AnyAdapter, CallContext, Capability, ProviderPage } from "./contract.ts";
import { AudienceError, invalidArgument } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { quietHooks } from "./hooks.ts";
import type { Hooks } from "./hooks.ts";
import type { ListOrder, Source } from "./listing.ts";
import type { Audience, AudienceRecord, AudienceRef, Member } from "./model.ts";
import { createPaged } from "./paged.ts";
import type { Paged } from "./paged.ts";

/** Adapters under the names the caller chose. */
export type Providers = Readonly<Record<string, AnyAdapter>>;

type NameOf<P> = keyof P & string;
type RawAudienceOf<A> = A extends { list(...args: never[]): Promise<ProviderPage<AudienceRecord<infer Raw>>> }
  ? Raw
  : unknown;
type RawMemberOf<A> = A extends {
  listMembers(...args: never[]): Promise<ProviderPage<Member<infer Raw>>>;
}
  ? Raw
  : unknown;

/** An audience of any of the providers; `provider` tells which, and narrows `raw`. */
export type AudienceOf<P extends Providers> = {
  [Name in NameOf<P>]: Audience<Name, RawAudienceOf<P[Name]>>;
}[NameOf<P>];

/** The names of the providers that have a capability. */
export type ProvidersWith<P extends Providers, C extends Capability> = {
  [Name in NameOf<P>]: P[Name] extends Readonly<Record<C, (...args: never[]) => unknown>>
    ? Name
    : never;
}[NameOf<P>];

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions<Name extends string = string> extends CallOptions {
  /** Only these, in this order. @default all, in the order they were given */
  readonly providers?: readonly Name[] | undefined;
  /** Asked of the vendors, cut to what each one gives. @default each one's maximum */
  readonly pageSize?: number | undefined;
  /**
   * `rounds`: one page of each provider in turn, the same order whatever the timing; `arrival`: pages as they come,
   * faster where vendors are unequal.
   * @default "rounds"
   */
  readonly order?: ListOrder | undefined;
}

export interface ListMembersOptions extends CallOptions {
  /** Asked of the vendor, cut to what it gives. @default its maximum */
  readonly pageSize?: number | undefined;
}

export interface Audiences<P extends Providers> {
  /** Every audience of every provider, as one stream. */
  list(options?: ListOptions<NameOf<P>>): Paged<AudienceOf<P>>;
  /** One audience. @throws AudienceError `not_found`, `not_ready`, … */
  get<Name extends ProvidersWith<P, "get">>(
    ref: AudienceRef<Name>,
    options?: CallOptions,
  ): Promise<Audience<Name, RawAudienceOf<P[Name]>>>;
  /** The members of one audience, where the vendor lets them be read. */
  listMembers<Name extends ProvidersWith<P, "listMembers">>(
    ref: AudienceRef<Name>,
    options?: ListMembersOptions,
  ): Paged<Member<RawMemberOf<P[Name]>>>;
  /** Whether a provider has a capability; narrows the reference so that the call compiles. */
  supports<Ref extends Pick<AudienceRef<NameOf<P>>, "provider">, C extends Capability>(
    ref: Ref,
    capability: C,
  ): ref is Ref & { readonly provider: ProvidersWith<P, C> };
}

const namePattern = /^[A-Za-z][\w-]*$/;
const orders: readonly unknown[] = ["rounds", "arrival"];

function checkProviders(providers: Providers): void {
  const names = Object.keys(providers);
  if (names.length === 0) {
    throw invalidArgument("createAudiences needs at least one provider, such as { whop: whop({ … }) }.");
  }
  for (const name of names) {
    if (!namePattern.test(name)) {
      throw invalidArgument(
        `The provider name ${JSON.stringify(name)} must begin with a letter and hold letters, digits, "_" and "-" only.`,
      );
    }
    if (typeof providers[name]?.list !== "function") {
      throw invalidArgument(`The provider "${name}" is no adapter; pass what an adapter such as whop({ … }) returns.`);
    }
  }
}

/**
 * Puts configured adapters behind one model and one pagination.
 * @param providers adapters under names of your choice; two accounts of one vendor are two providers
 * @throws AudienceError `invalid_argument` for a name or an adapter that is none
 */
export function createAudiences<const P extends Providers>(
  providers: P,
  options: Hooks = {},
): Audiences<P> {
  checkProviders(providers);
  const known = new Map<string, AnyAdapter>(Object.entries(providers));
  const hooks = quietHooks(options);

  function adapterOf(name: unknown): AnyAdapter {
    const adapter = typeof name === "string" ? known.get(name) : undefined;
    if (adapter === undefined) {
      const shown = typeof name === "string" ? `"${name}"` : String(name);
      throw invalidArgument(
        `There is no provider ${shown}; there are ${[...known.keys()].join(", ")}.`,
      );
    }
    return adapter;
  }

  function checkId(ref: AudienceRef): void {
    if (typeof ref.id !== "string" || ref.id === "") {
      throw invalidArgument(`The audience reference to "${ref.provider}" has no id; pass the one that list gave.`);
    }
  }

  function unsupported(ref: AudienceRef, capability: Capability): AudienceError {
    const able = [...known].filter(([, adapter]) => adapter[capability] !== undefined);
    const others = able.map(([name]) => name).join(", ");
    const { vendor } = adapterOf(ref.provider);
    const message = `${ref.provider}: ${vendor} has no ${capability}. ${others === "" ? "No provider here has it" : `It works with ${others}`}; the docs page of each provider says why.`;
    return new AudienceError("unsupported", message, { provider: ref.provider, operation: capability });
  }

  function pageSizeOf(adapter: AnyAdapter, pageSize: number | undefined): number {
    if (pageSize !== undefined && (!Number.isSafeInteger(pageSize) || pageSize < 1)) {
      throw invalidArgument("pageSize must be a whole number of at least 1.");
    }
    return Math.min(pageSize ?? adapter.maxPageSize, adapter.maxPageSize);
  }

  function audienceSource(provider: string, pageSize: number | undefined): Source<Audience> {
    const adapter = adapterOf(provider);
    return {
      provider,
      pageSize: pageSizeOf(adapter, pageSize),
      ask: async (request, context) => {
        const page = await adapter.list(request, context);
        return {
          ...page,
          items: page.items.map((record) => ({ provider, ...record })),
          keys: page.keys ?? page.items.map((record) => record.id),
        };
      },
    };
  }

  function contextOf(provider: string, operation: string, signal?: AbortSignal): CallContext {
    return { provider, operation, signal, onRequest: hooks.onRequest, onRetry: hooks.onRetry };
  }

  const audiences: Audiences<Providers> = {
    list: (listOptions = {}) =>
      createPaged({
        ...{ subject: "list", operation: "list", exact: true, signal: listOptions.signal, hooks },
        order: listOptions.order ?? "rounds",
        sources: () => {
          if (listOptions.order !== undefined && !orders.includes(listOptions.order)) {
            throw invalidArgument('order must be "rounds" or "arrival".');
          }
          const names = [...new Set(listOptions.providers ?? known.keys())];
          if (names.length === 0) {
            throw invalidArgument(`providers is empty; name some of ${[...known.keys()].join(", ")}.`);
          }
          return names.map((name) => audienceSource(name, listOptions.pageSize));
        },
      }),
    async get(ref, callOptions = {}) {
      const adapter = adapterOf(ref.provider);
      checkId(ref);
      if (adapter.get === undefined) {
        throw unsupported(ref, "get");
      }
      callOptions.signal?.throwIfAborted();
      const record = await adapter.get(ref.id, contextOf(ref.provider, "get", callOptions.signal));
      return { provider: ref.provider, ...record };
    },
    listMembers: (ref, listOptions = {}) =>
      createPaged({
        ...{ subject: `listMembers ${ref.provider}:${fingerprint(String(ref.id))}`, operation: "listMembers" },
        ...{ order: "rounds", exact: false, signal: listOptions.signal, hooks },
        sources: () => {
          const adapter = adapterOf(ref.provider);
          checkId(ref);
          const read = adapter.listMembers?.bind(adapter);
          if (read === undefined) {
            throw unsupported(ref, "listMembers");
          }
          const pageSize = pageSizeOf(adapter, listOptions.pageSize);
          return [
            {
              ...{ provider: ref.provider, pageSize },
              ask: (request, context) => read({ id: ref.id, ...request }, context),
            },
          ];
        },
      }),
    supports(ref, capability): ref is typeof ref & { readonly provider: never } {
      return adapterOf(ref.provider)[capability] !== undefined;
    },
  };
  // The implementation works on names as strings; the types of the caller's own names are put on here, once.
  return audiences as unknown as Audiences<P>;
}
