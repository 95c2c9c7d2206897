import type { Kysely } from "kysely";

import type { Store, Tables } from "../../../src/store/index.ts";
import type { Life } from "./fate.ts";

/** A fetch whose requests a life goes through. */
export function watchedFetch(fetch: typeof globalThis.fetch, life: Life): typeof globalThis.fetch {
  return async (input, init) => {
    await life.pass("before request");
    const answer = await fetch(input, init);
    await life.pass("after request");
    return answer;
  };
}

/** A store whose transactions a life goes through; inside of one the engine itself sees to it that there is no half. */
export function watchedStore(store: Store, life: Life): Store {
  const database = new Proxy(store.database, {
    get(target: Kysely<Tables>, name) {
      if (name !== "transaction") {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return () => ({
        async execute<Result>(work: (transaction: never) => Promise<Result>): Promise<Result> {
          await life.pass("before commit");
          const result = await target.transaction().execute((transaction) =>
            // The very one that it would get without us.
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion
            work(transaction as never),
          );
          await life.pass("after commit");
          return result;
        },
      });
    },
  });
  return { ...store, database };
}
