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
