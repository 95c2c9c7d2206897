import { whop } from "../../../adapters/whop.ts";
import type { WhopAdapter } from "../../../adapters/whop.ts";
import { isAudienceError } from "../../../src/core/errors.ts";
import type { AudienceError } from "../../../src/core/errors.ts";
import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import { whopSpec } from "../../adapters/whop.spec.ts";

export type Make = (options: HttpOptions) => WhopAdapter;
type List = WhopAdapter["list"];
type ListPage = Awaited<ReturnType<List>>;

/** A deliberate mistake, and the numbers of the cases that must notice it. */
export type Mistake = readonly [words: string, make: Make, cases: readonly number[]];

/** The adapter that is right. */
export const make: Make = (options) =>
  whop({ apiKey: whopSpec.secret, accountId: "biz_1", ...options });

/** The right adapter with another `list`. */
export const listing =
  (list: (right: WhopAdapter) => List): Make =>
  (options) => {
    const right = make(options);
    return { ...right, list: list(right) };
  };

/** The right adapter whose pages are spoiled. */
export const paging = (spoil: (page: ListPage) => ListPage): Make =>
  listing((right) => async (request, context) => spoil(await right.list(request, context)));

/** The right adapter whose errors are spoiled. */
export const erring = (spoil: (error: AudienceError) => ListPage): Make =>
  listing((right) => async (request, context) => {
    try {
      return await right.list(request, context);
    } catch (error) {
      if (isAudienceError(error)) {
        return spoil(error);
      }
      throw error;
    }
  });

/** The right adapter on a `fetch` that spoils the request. */
export const sending =
  (spoil: (request: Request) => Request): Make =>
  ({ fetch = globalThis.fetch, ...options }) =>
    make({ ...options, fetch: (input, init) => fetch(spoil(new Request(input, init))) });

/** The right adapter on a `fetch` that spoils the answer. */
export const answering =
  (spoil: (answer: Response) => Promise<Response>): Make =>
  ({ fetch = globalThis.fetch, ...options }) =>
    make({ ...options, fetch: async (input, init) => spoil(await fetch(input, init)) });
