import { canaryKey } from "./canaries.ts";
import type { Deadline } from "./deadline.ts";
import { dialects, isJson } from "./dialects.ts";
import type { Access, Dialect, VendorName } from "./dialects.ts";
import { emulate, replay } from "./emulated.ts";
import type { Fault, LiveList, Scene, Substitute, When } from "./fault.ts";
import { createRawServer } from "./raw-server.ts";
import { goneSignal, relay } from "./relay.ts";
import type { Exchange, RawServer } from "./raw-server.ts";
import { wires } from "./wire.ts";
import type { Answer } from "./wire.ts";

/** One vendor on a socket of its own, with a fault that lasts until it is healed. */
export interface World extends AsyncDisposable {
  readonly vendor: VendorName;
  readonly access: Access;
  readonly list: LiveList;
  readonly server: RawServer;
  /** Ids that were listed all the time, and ids that were listed at any time. */
  readonly throughout: () => readonly string[];
  readonly ever: () => ReadonlySet<string>;
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

function strikes(when: When | undefined, page: number | undefined, call: number): boolean {
  const { page: wanted = 2, times = Number.POSITIVE_INFINITY, every = 1 } = when ?? {};
  return (wanted === "any" || wanted === page) && call <= times && (call - 1) % every === 0;
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) {
    return body;
  }
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function substitute({ status = 200, headers = {}, body = "" }: Substitute): Answer {
  const type = { "content-type": "application/json" };
  return { status, headers: Object.entries({ ...type, ...headers }), body: bytesOf(body) };
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => name !== "content-length"),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** The vendor's own page with the fault in it. */
function bend(answer: Answer, fault: Fault, dialect: Dialect, scene: Scene): Answer {
  const body: unknown = JSON.parse(answer.body.toString());
  if (answer.status !== 200 || !isJson(body)) {
    return answer;
  }
  const parts = dialect.read(body);
  fault.edit?.(parts, scene);
  const [first, ...rest] = parts.items;
  if (fault.record !== undefined && isJson(first)) {
    parts.items = [fault.record({ ...first }, scene), ...rest];
  }
  const bent = { ...answer, body: bytesOf(dialect.write(parts)) };
  return fault.rewrite?.(bent, scene) ?? bent;
}

export async function createWorld(
  vendor: VendorName,
  fault: Fault | undefined,
  elsewhere: string,
  deadline?: Deadline,
): Promise<World> {
  const dialect = dialects[vendor];
  const emulated =
    fault?.shift === undefined && fault?.script === undefined
      ? replay(vendor)
      : emulate(vendor, fault.script?.replaceAll("VENDOR", vendor));
  const { list } = emulated;
  const aliases = new Map<string, string | undefined>();
  const cursors = new Map<number, string>();
  const calls = new Map<number | undefined, number>();
  const ever = new Set<string>(list.ids());
  let throughout = list.ids();
  let armed = fault !== undefined;

  /** The request as the emulator knows it: its own key, its own cursors. */
  function translate({ request, socket }: Exchange): Request {
    const url = new URL(request.target, new URL(emulated.access.baseUrl).origin);
    const cursor = url.searchParams.get(dialect.cursorParameter);
    if (cursor !== null && aliases.has(cursor)) {
      const own = aliases.get(cursor);
      url.searchParams.delete(dialect.cursorParameter);
      if (own !== undefined) {
        url.searchParams.set(dialect.cursorParameter, own);
      }
    }
    const known = request.headers["authorization"] === `Bearer ${canaryKey}`;
    const authorization = `Bearer ${known ? emulated.access.apiKey : "unknown"}`;
    return new Request(url, {
      headers: { ...request.headers, authorization },
      signal: goneSignal(socket),
      redirect: "manual",
    });
  }

  function sceneOf(page: number, call: number): Scene {
    return {
      vendor,
      dialect,
      page,
      call,
      elsewhere,
      list,
      cursorOf: (wanted) => cursors.get(wanted),
      alias: (odd, own) => {
        aliases.set(odd, own);
        return odd;
      },
    };
  }

  function shift(): void {
    fault?.shift?.(list);
    const now = list.ids();
    throughout = throughout.filter((id) => now.includes(id));
    for (const id of now) {
      ever.add(id);
    }
  }

  const server = await createRawServer(async (exchange) => {
    if (fault?.script !== undefined) {
      await relay(emulated.ask(translate(exchange)), exchange);
      return;
    }
    const { response, page } = await emulated.ask(translate(exchange));
    const genuine = await answerOf(response);
    const call = (calls.get(page) ?? 0) + 1;
    calls.set(page, call);
    const body: unknown = JSON.parse(genuine.body.toString());
    const { cursor } = genuine.status === 200 && isJson(body) ? dialect.read(body) : {};
    if (typeof cursor === "string") {
      cursors.set(page + 1, cursor);
    }
    if (!armed || fault === undefined || !strikes(fault.when, page, call)) {
      wires.whole(genuine, exchange);
      return;
    }
    const scene = sceneOf(page, call);
    const answer =
      fault.answer === undefined
        ? bend(genuine, fault, dialect, scene)
        : substitute(fault.answer(scene));
    wires[fault.wire ?? "whole"](answer, exchange);
    if (fault.shift !== undefined) {
      shift();
    }
  }, deadline?.pass);

  const path = new URL(emulated.access.baseUrl).pathname;
  const access = { ...emulated.access, baseUrl: server.origin + path, apiKey: canaryKey };
  return {
    vendor,
    access,
    list,
    server,
    throughout: () => throughout,
    ever: () => ever,
    heal: () => {
      armed = false;
      emulated.heal();
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
}
