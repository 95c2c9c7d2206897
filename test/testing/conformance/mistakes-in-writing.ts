import { AudienceError, isAudienceError } from "../../../src/core/errors.ts";
import { answering, make, sending } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { whopSpec } from "../../adapters/whop.spec.ts";

const isUpload = (request: Request): boolean => new URL(request.url).host.startsWith("uploads.");
let count = 0;

/** Wrong writes, wrong repeats of them, and wrong words about them. */
export const mistakesInWriting: readonly Mistake[] = [
  [
    "makes a new idempotency key for every attempt",
    sending((request) => {
      count += 1;
      request.headers.set("idempotency-key", `key-${count}`);
      return request;
    }),
    [20],
  ],
  [
    "sends no idempotency key",
    sending((request) => {
      request.headers.delete("idempotency-key");
      return request;
    }),
    [20],
  ],
  [
    "shows its key to the storage host",
    sending((request) => {
      if (isUpload(request)) {
        request.headers.set("authorization", `Bearer ${whopSpec.secret}`);
      }
      return request;
    }),
    [19],
  ],
  [
    "does not send the headers that the storage host wants",
    sending((request) => {
      if (isUpload(request)) {
        request.headers.delete("x-amz-meta-file");
      }
      return request;
    }),
    [19],
  ],
  [
    "takes whom the vendor does not take",
    (options) => ({ ...make(options), accepts: ["email", "phone", "externalId"] }),
    [21],
  ],
  [
    "turns the order of members round",
    (options) => {
      const right = make(options);
      return {
        ...right,
        async addMembers(write, context) {
          async function* reversed() {
            for await (const chunk of write.members) {
              yield chunk.toReversed();
            }
          }
          return right.addMembers({ ...write, members: reversed() }, context);
        },
      };
    },
    [19],
  ],
  [
    "says that it deleted, whatever the vendor said",
    (options) => {
      const right = make(options);
      return {
        ...right,
        delete: (id, context) => right.delete(id, context).catch(() => undefined),
      };
    },
    [11, 14, 15, 20],
  ],
  [
    "does not say that it is unclear",
    (options) => {
      const right = make(options);
      return {
        ...right,
        update: (id, changes, context) =>
          right.update(id, changes, context).catch((error: unknown) => {
            throw isAudienceError(error)
              ? new AudienceError(error.code, error.message, { status: error.status })
              : error;
          }),
      };
    },
    [14, 20],
  ],
  [
    "tells the address of the upload",
    ({ fetch = globalThis.fetch, ...options }) =>
      make({
        ...options,
        async fetch(input, init) {
          const request = new Request(input, init);
          try {
            return await fetch(request);
          } catch {
            throw new TypeError("fetch failed", {
              cause: new Error(decodeURI(request.url).replace("https://", "")),
            });
          }
        },
      }),
    [16],
  ],
  [
    "waits for nothing",
    (options) => {
      const right = make(options);
      return {
        ...right,
        waitUntilReady: async (...look) => ({
          ...(await right.waitUntilReady(...look)),
          status: "ready",
        }),
      };
    },
    [1, 13],
  ],
  [
    "does not see that nothing was done",
    answering(async (answer) =>
      answer.status === 500 ? new Response('{"success":true}', { status: 200 }) : answer,
    ),
    [13, 20],
  ],
];
