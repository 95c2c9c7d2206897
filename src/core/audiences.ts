import type { CallContext } from "./call-context.ts";
import { callAdapter } from "./call.ts";
import { listenersOf } from "./channels.ts";
import { capabilities, writes } from "./contract.ts";
import type { AnyAdapter, PageRequest } from "./contract.ts";
import { invalidArgument } from "./errors.ts";
import type { Audiences } from "./facade.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Hooks } from "./hooks.ts";
import { rememberInside } from "./inside.ts";
import { named } from "./model.ts";
import type { Audience, Member } from "./model.ts";
import { lateMethods } from "./on-demand.ts";
import { checkOptionNames, checkWhole } from "./options.ts";
import type { Source } from "./paging/listing.ts";
import type { ListOrder } from "./paging/merge.ts";
import { createPaged } from "./paging/paged.ts";
import { createRegistry } from "./registry.ts";
import type { Providers } from "./registry.ts";

const orders: ReadonlySet<unknown> = new Set<ListOrder>(["rounds", "arrival"]);

function pageSizeOf(adapter: AnyAdapter, pageSize: number | undefined): number {
  checkWhole("pageSize", pageSize, 1);
  return Math.min(pageSize ?? adapter.maxPageSize, adapter.maxPageSize);
}

/** A token may come from anywhere, and its page size with it. */
function withinLimit<Request extends PageRequest>(request: Request, adapter: AnyAdapter): Request {
  return { ...request, pageSize: Math.min(request.pageSize, adapter.maxPageSize) };
}

function audienceSource(
  provider: string,
  adapter: AnyAdapter,
  pageSize: number | undefined,
): Source<Audience> {
  return {
    provider,
    pageSize: pageSizeOf(adapter, pageSize),
    ask: async (request, context) => {
      const page = await adapter.list(withinLimit(request, adapter), context);
      return {
        ...page,
        items: page.items.map((record) => named(provider, record)),
        keys: page.keys ?? page.items.map((record) => record.id),
      };
    },
  };
}

/**
 * Puts configured adapters behind one model and one pagination.
 * @param providers adapters under names of your choice; two accounts of one vendor are two providers
 * @param options hooks that are told what happens, for logs and traces
 * @throws AudienceError `invalid_argument` for a name or an adapter that is none
 */
export function createAudiences<const P extends Providers>(
  providers: P,
  options: Hooks = {},
): Audiences<P> {
  const registry = createRegistry(providers);
  const hooks = listenersOf(options);
  const writing = lateMethods(async () => {
    const { createWriting } = await import("./writing/index.ts");
    return createWriting(registry, hooks);
  }, writes);

  const audiences: Audiences<Providers> = {
    list: (listOptions = {}) =>
      createPaged({
        subject: "list",
        operation: "list",
        order: listOptions.order ?? "rounds",
        exact: true,
        signal: listOptions.signal,
        hooks,
        sources: () => {
          checkOptionNames(listOptions, ["providers", "pageSize", "order", "signal"]);
          if (listOptions.order !== undefined && !orders.has(listOptions.order)) {
            throw invalidArgument('order must be "rounds" or "arrival".');
          }
          return registry
            .select(listOptions.providers)
            .map(([name, adapter]) => audienceSource(name, adapter, listOptions.pageSize));
        },
      }),
    async get(ref, { signal } = {}) {
      const { provider } = ref;
      const read = registry.methodOf(ref, "get");
      const context: CallContext = {
        provider,
        operation: "get",
        signal,
        onRequest: hooks.onRequest,
        onRetry: hooks.onRetry,
        onNote: (code, path, message) =>
          hooks.onDiagnostic?.({ provider, operation: "get", code, path, message, count: 1 }),
      };
      const record = await callAdapter(context, () => read(ref.id, context));
      return named(provider, record);
    },
    listMembers: (ref, listOptions = {}) =>
      createPaged({
        subject: `listMembers ${fingerprint(JSON.stringify([ref.provider, ref.id]))}`,
        operation: "listMembers",
        order: "rounds",
        exact: false,
        signal: listOptions.signal,
        hooks,
        sources: () => {
          checkOptionNames(listOptions, ["pageSize", "signal"]);
          const { provider, id } = ref;
          const read = registry.methodOf(ref, "listMembers");
          const adapter = registry.adapterOf(provider);
          const pageSize = pageSizeOf(adapter, listOptions.pageSize);
          const ask: Source<Member>["ask"] = (page, context) =>
            read(withinLimit({ id, ...page }, adapter), context);
          return [{ provider, pageSize, ask }];
        },
      }),
    ...writing,
    supports(ref, capability): ref is typeof ref & { readonly provider: never } {
      const adapter = registry.adapterOf(ref.provider);
      return capabilities.includes(capability) && adapter[capability] !== undefined;
    },
  };
  rememberInside(audiences, registry);
  // The implementation works on names as strings; the types of the caller's own names are put on here, once.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return audiences as unknown as Audiences<P>;
}
