import type { HttpWriting } from "./writing/http-writing.ts";
import type { Writing } from "./writing/writing.ts";

/** The write side of `createAudiences`, loaded by the first call. */
export function lateWriting(load: () => Promise<Writing>): Writing {
  return {
    create: async (...call) => (await load()).create(...call),
    update: async (...call) => (await load()).update(...call),
    delete: async (...call) => (await load()).delete(...call),
    addMembers: async (...call) => (await load()).addMembers(...call),
    removeMembers: async (...call) => (await load()).removeMembers(...call),
    replaceMembers: async (...call) => (await load()).replaceMembers(...call),
    waitUntilReady: async (...call) => (await load()).waitUntilReady(...call),
  };
}

/** What an adapter declares its writes with, loaded when the first of them is called. */
export function lateHttpWriting(load: () => Promise<HttpWriting>): HttpWriting {
  return {
    send: (spec) => async (input, context) => (await load()).send(spec)(input, context),
    remove: (spec) => async (id, context) => (await load()).remove(spec)(id, context),
    inBatches: (spec) => async (write, context) => (await load()).inBatches(spec)(write, context),
    createNamed: (spec) => async (draft, context) =>
      (await load()).createNamed(spec)(draft, context),
    createListed: (spec) => async (draft, context) =>
      (await load()).createListed(spec)(draft, context),
    upload: (spec) => async (members, context) => (await load()).upload(spec)(members, context),
  };
}
