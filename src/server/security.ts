import type { MiddlewareHandler } from "hono";

import { refuse } from "./failure.ts";
import { pagePolicy } from "./page/index.ts";

const headers: Readonly<Record<string, string>> = {
  "content-security-policy": pagePolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  // Figures about customers do not stay on a disk because somebody looked at them.
  "cache-control": "no-store",
};

/** Puts on every answer what keeps a browser from doing more with it than showing it. */
export const secureHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) {
    context.res.headers.set(name, value);
  }
};

const fromHere: ReadonlySet<string> = new Set(["same-origin", "none"]);

/** A browser opening the page itself, be it from a link elsewhere: what it shows, no other site can read. */
function isNavigation(request: Request, path: string): boolean {
  return (
    (path === "/" || path === "/open") &&
    request.headers.get("sec-fetch-mode") === "navigate" &&
    request.headers.get("sec-fetch-dest") === "document"
  );
}

/**
 * Answers only what is asked of this server by its own name and by its own page, and only questions.
 * @param hosts what a `Host` header may be; anything else is another site's name that was made to point here
 */
export function guard(hosts: () => ReadonlySet<string>): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const host = req.header("host")?.toLowerCase();
    if (host === undefined || !hosts().has(host)) {
      return refuse(context, 403, "This server is not known by that name; see --allowed-host.");
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      return refuse(context, 405, "Everything here is only read: use GET.", { allow: "GET, HEAD" });
    }
    const length = req.header("content-length") ?? "0";
    if (length !== "0" || req.header("transfer-encoding") !== undefined) {
      return refuse(context, 413, "No question here has a body.", { connection: "close" });
    }
    const origin = req.header("origin")?.toLowerCase();
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
      return refuse(context, 403, "Another site may not ask this server.");
    }
    const site = req.header("sec-fetch-site");
    if (site !== undefined && !fromHere.has(site) && !isNavigation(req.raw, req.path)) {
      return refuse(context, 403, "Another site may not ask this server.");
    }
    return next();
  };
}
