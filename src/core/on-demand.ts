import { AudienceError, plainCause } from "./errors.ts";
import { cleanForeign } from "./redact.ts";

/** Loads a part of the library when it is first asked for, and once: who does without it does not pay for it. */
export function onDemand<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | undefined;
  const tryLoad = async (): Promise<Part> => {
    try {
      return await load();
    } catch (error) {
      part = undefined; // a browser that was offline may ask again
      const cause = plainCause(error, cleanForeign);
      const message = `A part of audiencekit could not be loaded: ${cause.message}. Nothing was sent; where it is bundled, serve all files of the bundle.`;
      throw new AudienceError("unavailable", message, { cause });
    }
  };
  return () => {
    part ??= tryLoad();
    return part;
  };
}

/**
 * Methods of a part that is loaded by the first call of one of them.
 * @param names those of the part's methods that are wanted; each gives a promise
 */
export function lateMethods<Part extends object, const Name extends keyof Part>(
  load: () => Promise<Part>,
  names: readonly Name[],
): Pick<Part, Name> {
  const part = onDemand(load);
  const methods = names.map((name) => [
    name,
    async (...call: readonly unknown[]): Promise<unknown> => {
      const method: unknown = (await part())[name];
      return typeof method === "function" ? method(...call) : undefined;
    },
  ]);
  // They take and give what the part's own do; that each gives a promise, its author sees to.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(methods) as Pick<Part, Name>;
}
