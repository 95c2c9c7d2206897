import { AudienceError } from "../../../src/core/errors.ts";
import { answering, erring, listing, make } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { whopSpec } from "../../adapters/whop.spec.ts";

const bearer = `Bearer ${whopSpec.secret}`;

/** Wrong repeats, wrong errors and wrong ends. */
export const mistakesInFailing: readonly Mistake[] = [
  [
    "sends everything that failed twice",
    ({ fetch = globalThis.fetch, ...options }) =>
      make({
        ...options,
        async fetch(input, init) {
          const request = new Request(input, init);
          const answer = await fetch(request.clone());
          return answer.status >= 400 ? fetch(request) : answer;
        },
      }),
    [11, 12, 13],
  ],
  ["never repeats", (options) => make({ ...options, retries: 0 }), [12, 13]],
  [
    "does not hear Retry-After",
    answering(async (answer) => {
      answer.headers.delete("retry-after");
      return answer;
    }),
    [12],
  ],
  [
    "takes HTML for an empty list",
    erring((error) => {
      if (error.code === "invalid_response") {
        return { items: [], more: false, next: undefined };
      }
      throw error;
    }),
    [14],
  ],
  [
    'takes "false" for a flag',
    answering(
      async (answer) => new Response((await answer.text()).replace('"false"', "false"), answer),
    ),
    [14],
  ],
  [
    "keeps the vendor's words to itself",
    erring((error) => {
      throw new AudienceError(error.code, "It did not work.", error);
    }),
    [15],
  ],
  [
    "leaks the key in its errors",
    erring((error) => {
      throw new AudienceError(error.code, `${error.message} (sent with ${bearer})`, error);
    }),
    [16],
  ],
  [
    "leaks the key in a cause",
    erring((error) => {
      const cause = { request: { headers: { authorization: bearer } } };
      throw new AudienceError(error.code, error.message, { status: error.status, cause });
    }),
    [16],
  ],
  [
    "does not listen to the signal",
    listing(
      (right) => (request, context) => right.list(request, { ...context, signal: undefined }),
    ),
    [17, 18],
  ],
  [
    "leaves a request in flight after an abort",
    (options) => {
      const right = make(options);
      return {
        ...right,
        get: (id, context) => right.get(id, { ...context, signal: undefined }),
      };
    },
    [17],
  ],
];
