import { Hono } from "hono";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Bookmark } from "./cursors.ts";

export type Vendor = "whop" | "batch" | "sonarly";

/**
 * One request as an interceptor sees it: which operation, for the how-manieth time, and which page
 * of a list.
 */
export interface Call {
  readonly vendor: Vendor;
  /** The operation's name, such as "list" or "prospects". */
  readonly operation: string;
  /** Counting this operation's requests, from 1. */
  readonly call: number;
  /**
   * The page asked for, from 1; undefined where an operation has no pages, or for a cursor that is
   * not the emulator's.
   */
  readonly page: number | undefined;
  readonly request: Request;
}

/**
 * Stands around an operation: may answer in its place, change its answer, or throw as a broken
 * connection does.
 */
export type Intercept = (call: Call, next: () => Promise<Response>) => Response | Promise<Response>;

/** What lets an emulator go wrong. */
export interface FaultHooks {
  /** What a cursor that was sent leads to. */
  readonly open: (cursor: string) => Promise<Exchange["bookmark"]>;
  /** Stands around an operation, inside of an interceptor. */
  readonly around: (
    exchange: Exchange,
    run: (exchange: Exchange) => Promise<Response>,
  ) => Promise<Response>;
}

/** What came in, for the routes. */
export interface Exchange extends Call {
  /** A query value, or undefined where it was not sent. */
  readonly query: (name: string) => string | undefined;
  readonly header: (name: string) => string | undefined;
  /** The whole body; whoever reads it piece by piece takes `request.body` instead. */
  readonly text: () => Promise<string>;
  /** A part of the path, decoded. */
  readonly parameter: (name: string) => string;
  /** The cursor, opened; "none" on a first page, "foreign" for one this emulator did not issue. */
  readonly bookmark: Bookmark | "none" | "foreign";
}

export interface Operation<Scope extends string> {
  readonly name: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the vendor's base path, in Hono's notation. */
  readonly path: string;
  /** What the credential must be allowed to do. */
  readonly scope?: Scope;
  /** The query parameter that carries the cursor, where the operation has pages. */
  readonly cursor?: string;
  readonly handle: (exchange: Exchange) => Response | Promise<Response>;
}

/** One request that was answered. Keys travel in headers, which are not kept. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query; the path alone where the query is a credential. */
  readonly path: string;
  /** Undefined for a route the vendor does not have. */
  readonly operation: string | undefined;
  readonly page: number | undefined;
  /** Undefined where the connection was broken instead of answered. */
  readonly status: number | undefined;
}

export interface VendorApp<Scope extends string> {
  readonly vendor: Vendor;
  /** Such as "/api/v1". */
  readonly basePath: string;
  readonly operations: readonly Operation<Scope>[];
  readonly faults: FaultHooks;
  readonly intercept: Intercept | undefined;
  readonly log: LoggedRequest[];
  /** The checks that come before an operation, in order; each one throws a refusal. */
  readonly guards: readonly ((exchange: Exchange, operation: Operation<Scope>) => void)[];
  /** The vendor's answer to a route it does not have. */
  readonly notFound: (request: Request) => Response;
  /** Presigned addresses carry their credential in the query, which then is not logged. */
  readonly secretQuery?: boolean;
}

/** The app of an emulator, with what its middleware hands on. */
export type EmulatorApp = Hono<{ Variables: { call?: Call } }>;

/**
 * Every operation of a vendor runs the same way: counted, logged, intercepted, guarded, handled.
 */
export function createVendorApp<Scope extends string>(vendor: VendorApp<Scope>): EmulatorApp {
  const app: EmulatorApp = new Hono();
  const counts = new Map<string, number>();

  app.use(async (context, next) => {
    // Hono would answer HEAD with the headers of GET; no vendor documents HEAD.
    const answer = async (): Promise<void> => {
      if (context.req.method === "HEAD") context.res = vendor.notFound(context.req.raw);
      else await next();
    };
    await answer().finally(() => vendor.log.push(logged(context, vendor.secretQuery === true)));
  });

  for (const operation of vendor.operations) {
    app.on(operation.method, vendor.basePath + operation.path, async (context) => {
      const count = (counts.get(operation.name) ?? 0) + 1;
      counts.set(operation.name, count);
      const exchange = await receive(context, vendor, operation, count);
      context.set("call", exchange);
      const run = async (asked: Exchange): Promise<Response> =>
        answered(async () => {
          for (const guard of vendor.guards) guard(asked, operation);
          return operation.handle(asked);
        });
      const answer = (): Promise<Response> => vendor.faults.around(exchange, run);
      return vendor.intercept === undefined ? answer() : vendor.intercept(exchange, answer);
    });
  }

  app.notFound((context) => vendor.notFound(context.req.raw));
  app.onError((error) => {
    throw error;
  });
  return app;
}

function logged(
  context: Context<{ Variables: { call?: Call } }>,
  secretQuery: boolean,
): LoggedRequest {
  const url = new URL(context.req.url);
  const call = context.get("call");
  return {
    method: context.req.method,
    path: url.pathname + (secretQuery ? "" : url.search),
    operation: call?.operation,
    page: call?.page,
    status: context.error === undefined ? context.res.status : undefined,
  };
}

/**
 * A refusal is thrown from wherever it is found out; from here on it is an answer like any other.
 */
export async function answered(run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof HTTPException && error.res !== undefined) return error.res;
    throw error;
  }
}

/** Ends an operation with the vendor's own error answer. */
export function refuse(response: Response): never {
  throw new HTTPException(undefined, { res: response });
}

function pageOf(bookmark: Exchange["bookmark"]): number | undefined {
  if (bookmark === "none") return 1;
  return bookmark === "foreign" ? undefined : bookmark.page;
}

async function receive<Scope extends string>(
  context: Context,
  { vendor, faults }: VendorApp<Scope>,
  operation: Operation<Scope>,
  call: number,
): Promise<Exchange> {
  const cursor = operation.cursor === undefined ? undefined : context.req.query(operation.cursor);
  const bookmark = cursor === undefined ? "none" : await faults.open(cursor);
  return {
    vendor,
    operation: operation.name,
    call,
    page: operation.cursor === undefined ? undefined : pageOf(bookmark),
    request: context.req.raw,
    bookmark,
    query: (name) => context.req.query(name),
    header: (name) => context.req.header(name),
    text: () => context.req.text(),
    parameter: (name) => context.req.param(name) ?? "",
  };
}
