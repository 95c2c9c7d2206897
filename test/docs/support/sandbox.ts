// Loaded before an example: finds the package's sources where it imports the package, and keeps it off the network.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

import { sources } from "./sources.ts";

registerHooks({
  resolve(specifier, context, next) {
    const source = sources.get(specifier);
    return next(source === undefined ? specifier : pathToFileURL(source).href, context);
  },
});

const outside = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (hostname !== "127.0.0.1") {
    throw new TypeError(`An example of the docs asked ${hostname}; it should ask an emulator.`);
  }
  return outside(input, init);
};
