import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

/** One request as it came over the wire. Listings send no body. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client's request and the socket it waits on; what is written to it, and when, is up to the test. */
export interface Exchange {
  readonly request: RawRequest;
  readonly socket: Socket;
  /** The client has got all that it will get and keeps the connection. */
  answered(): void;
  /** Lets so many tenths of the client's deadline pass; more than ten would be taken from its next attempt. */
  pass(tenths: number): void;
}

/** A server below HTTP: it reads requests and can answer with anything that fits into bytes. */
export interface RawServer {
  readonly origin: string;
  readonly requests: readonly RawRequest[];
  /** Connections made so far. */
  readonly connections: () => number;
  /** Bytes that went out, on all connections. */
  readonly sent: () => number;
  /** Connections on which a client still waits. */
  readonly waiting: () => number;
  /** Resolves once nobody waits any more: each request was answered or given up. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Line {
  readonly socket: Socket;
  due: number;
}

function parseHead(head: string): RawRequest {
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { method, target, headers: Object.fromEntries(headers) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

export async function createRawServer(
  answer: (exchange: Exchange) => void | Promise<void>,
  pass: Exchange["pass"] = () => undefined,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const lines = new Set<Line>();
  const sockets: Socket[] = [];
  let listeners: (() => void)[] = [];
  const waiting = (): number => [...lines].filter(({ due }) => due > 0).length;
  const changed = (): void => {
    if (waiting() === 0) {
      for (const listener of listeners.splice(0)) {
        listener();
      }
    }
  };

  const server = createServer({ noDelay: true }, (socket) => {
    const line: Line = { socket, due: 0 };
    let buffered = "";
    sockets.push(socket);
    lines.add(line);
    socket.on("error", () => undefined); // a client that gives up resets the connection
    socket.on("close", () => {
      lines.delete(line);
      changed();
    });
    socket.setEncoding("latin1");
    socket.on("data", (text) => {
      buffered += String(text);
      for (let end = buffered.indexOf("\r\n\r\n"); end >= 0; end = buffered.indexOf("\r\n\r\n")) {
        const request = parseHead(buffered.slice(0, end));
        buffered = buffered.slice(end + 4);
        requests.push(request);
        line.due += 1;
        const answered = (): void => {
          line.due -= 1;
          changed();
        };
        void answer({ request, socket, answered, pass });
      }
    });
  });
  const port = await listen(server, 0);

  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => sockets.length,
    sent: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    waiting,
    quiet: async () => {
      if (waiting() > 0) {
        await new Promise<void>((resolve) => listeners.push(resolve));
      }
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { socket } of lines) {
        socket.destroy();
      }
      await closed;
      listeners = [];
    },
  };
}
