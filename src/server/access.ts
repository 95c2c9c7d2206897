import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

import { refuse } from "./failure.ts";

/** Who may ask: those with the token, and browsers that came by a link that opens once. */
export interface Access {
  readonly check: MiddlewareHandler;
  /** Answers the link: gives the browser a cookie and sends it on to the page. */
  readonly open: (context: Context) => Response;
  /** The path of a link that opens once, within ten minutes; the token is not in it. */
  readonly link: () => string;
}

const cookie = "audiencekit";
/** How long a link opens, in ms. */
const linkLife = 600_000;
const mostKept = 100;

/** Nobody guesses one as long as this. */
export const leastTokenLength = 16;

export const createToken = (): string => randomBytes(32).toString("base64url");

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function bearerOf(context: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
}

/** The oldest go first: a set that only grows could be made to fill the memory. */
function keep(map: Map<string, number>, key: string, value: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= mostKept) {
      return;
    }
    map.delete(oldest);
  }
}

/** @param token what must be shown; `undefined` = nothing, for a server that only this machine reaches */
export function createAccess(token: string | undefined, now: () => number): Access {
  const expected = token === undefined ? undefined : digest(token);
  // Both by their digests: what is compared by a hash tells nothing by the time it takes.
  const sessions = new Map<string, number>();
  const links = new Map<string, number>();
  const key = (text: string): string => digest(text).toString("base64");
  return {
    async check(context, next) {
      if (expected === undefined) {
        return next();
      }
      const bearer = bearerOf(context);
      const session = getCookie(context, cookie);
      const isKnown =
        (bearer !== undefined && timingSafeEqual(digest(bearer), expected)) ||
        (session !== undefined && sessions.has(key(session)));
      return isKnown
        ? next()
        : refuse(
            context,
            401,
            "A token is needed: send it as Authorization: Bearer, or open the link that audiencekit dashboard prints.",
            { "www-authenticate": "Bearer" },
          );
    },
    open(context) {
      const once = key(context.req.query("once") ?? "");
      const expires = links.get(once);
      links.delete(once);
      if (expires === undefined || expires < now()) {
        return refuse(context, 401, "This link was used, or is too old; start the dashboard anew.");
      }
      const session = createToken();
      keep(sessions, key(session), now());
      setCookie(context, cookie, session, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect("/", 303);
    },
    link() {
      const once = createToken();
      keep(links, key(once), now() + linkLife);
      return `/open?once=${once}`;
    },
  };
}
