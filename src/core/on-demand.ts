import { AudienceError, plainCause } from "./errors.ts";
import { cleanForeign } from "./redact.ts";

/**
 * Methods of a part of the library, or of an adapter, that is loaded by the first call of one of them, and once: who does
 * without it does not pay for it.
 * @param names those of the part's methods that are wanted; each gives a promise
 */
export function lateMethods<Part extends object, const Name extends keyof Part>(
  load: () => Promise<Part>,
  names: readonly Name[],
): Pick<Part, Name> {
  let loading: Promise<Part> | undefined;
  const tryLoad = async (): Promise<Part> => {
    try {
      return await load();
    } catch (error) {
      loading = undefined; // a browser that was offline may ask again
      const cause = plainCause(error, cleanForeign);
      const message = `A part of audiencekit could not be loaded: ${cause.message}. Nothing was sent; where it is bundled, serve all files of the bundle.`;
      throw new AudienceError("unavailable", message, { cause });
    }
  };
  const methods = names.map((name) => [
    name,
    async (...call: readonly unknown[]): Promise<unknown> => {
      const method: unknown = (await (loading ??= tryLoad()))[name];
      return typeof method === "function" ? method(...call) : undefined;
    },
  ]);
  // They take and give what the part's own do; that each gives a promise, its author sees to.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(methods) as Pick<Part, Name>;
}
