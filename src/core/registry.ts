import type { AnyAdapter, Capability } from "./contract.ts";
import { AudienceError, invalidArgument } from "./errors.ts";
import type { AudienceRef } from "./model.ts";

/** Adapters under the names the caller chose. */
export type Providers = Readonly<Record<string, AnyAdapter>>;

/** The adapters of one `createAudiences`; every look-up that finds nothing says what there is. */
export interface Registry {
  /** @throws AudienceError `invalid_argument` for a name that was not configured. */
  adapterOf(name: unknown): AnyAdapter;
  /** @throws AudienceError `invalid_argument` for a bad reference, `unsupported` for what the vendor cannot do. */
  methodOf<C extends Capability>(ref: AudienceRef, capability: C): NonNullable<AnyAdapter[C]>;
  /** The named ones in the order of the names, or all of them. */
  select(names: readonly string[] | undefined): readonly (readonly [string, AnyAdapter])[];
}

const namePattern = /^[A-Za-z][\w-]*$/;

function checkProviders(providers: Providers): void {
  const names = Object.keys(providers);
  if (names.length === 0) {
    throw invalidArgument(
      "createAudiences needs at least one provider, such as { whop: whop({ … }) }.",
    );
  }
  for (const name of names) {
    if (!namePattern.test(name)) {
      throw invalidArgument(
        `The provider name ${JSON.stringify(name)} must begin with a letter and hold letters, digits, "_" and "-" only.`,
      );
    }
    if (typeof providers[name]?.list !== "function") {
      throw invalidArgument(
        `The provider "${name}" is no adapter; pass what an adapter such as whop({ … }) returns.`,
      );
    }
  }
}

export function createRegistry(providers: Providers): Registry {
  checkProviders(providers);
  const known = new Map<string, AnyAdapter>(Object.entries(providers));
  const names = [...known.keys()].join(", ");

  function unsupported(name: string, capability: Capability): AudienceError {
    const able = [...known].filter(([, adapter]) => adapter[capability] !== undefined);
    const others = able.map(([other]) => other).join(", ");
    const where = others === "" ? "No provider here has it" : `It works with ${others}`;
    const { vendor } = registry.adapterOf(name);
    const who = vendor === name ? name : `${name} (${vendor})`;
    return new AudienceError(
      "unsupported",
      `${who} has no ${capability}. ${where}; the docs page of each provider says why.`,
      { provider: name, operation: capability },
    );
  }

  const registry: Registry = {
    adapterOf(name) {
      const adapter = typeof name === "string" ? known.get(name) : undefined;
      if (adapter === undefined) {
        const shown = typeof name === "string" ? `"${name}"` : typeof name;
        throw invalidArgument(`There is no provider ${shown}; there are ${names}.`);
      }
      return adapter;
    },
    methodOf(ref, capability) {
      const method = registry.adapterOf(ref.provider)[capability];
      if (typeof ref.id !== "string" || ref.id === "") {
        throw invalidArgument(
          `The audience reference to "${ref.provider}" has no id; pass the one that list gave.`,
        );
      }
      if (method === undefined) {
        throw unsupported(ref.provider, capability);
      }
      return method;
    },
    select(chosen) {
      const wanted = [...new Set(chosen ?? known.keys())];
      if (wanted.length === 0) {
        throw invalidArgument(`providers is empty; name some of ${names}.`);
      }
      return wanted.map((name) => [name, registry.adapterOf(name)]);
    },
  };
  return registry;
}
