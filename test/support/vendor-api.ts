import nock from "nock";
import { expect } from "vitest";

/** One request that must come, and how it is answered. */
export interface Exchange {
  /** `GET /audiences?first=2`: below the base address, and exactly as it is sent. */
  readonly request: string;
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes out as it is, anything else as JSON. */
  readonly answer: unknown;
}

export interface VendorApi extends Disposable {
  /** What came so far: `GET /api/v1/audiences?first=2`. */
  readonly requests: readonly string[];
}

/**
 * Stands where a vendor does, on nock: `using api = vendorApi(…)`. On leaving, every declared request must have
 * come, in this order, each byte of its address as declared, with these headers, and no other.
 */
export function vendorApi(
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
  exchanges: readonly Exchange[],
): VendorApi {
  const { origin, pathname } = new URL(baseUrl);
  const scope = nock(origin, { reqheaders: { ...headers } });
  const requests: string[] = [];
  const strangers: string[] = [];
  const onStranger = (request: { readonly method: string; readonly path: string }): void => {
    strangers.push(`${request.method} ${request.path}`);
  };
  nock.emitter.on("no match", onStranger);
  scope.on("request", ({ method, path }) => requests.push(`${method} ${path}`));
  for (const { request, status = 200, headers: sent = {}, answer } of exchanges) {
    const [method = "", path = ""] = request.split(" ");
    const body = typeof answer === "string" ? answer : JSON.stringify(answer);
    scope
      .intercept(`${pathname}${path}`, method)
      .reply(status, body, { "content-type": "application/json", ...sent });
  }
  return {
    requests,
    [Symbol.dispose]() {
      nock.emitter.off("no match", onStranger);
      nock.cleanAll();
      const expected = exchanges.map(({ request }) => request.replace(" ", ` ${pathname}`));
      expect({ requests, strangers }, "exactly the declared requests came").toEqual({
        requests: expected,
        strangers: [],
      });
    },
  };
}
