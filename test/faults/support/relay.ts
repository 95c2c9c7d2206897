import { once } from "node:events";
import type { Socket } from "node:net";

import { turns } from "./deadline.ts";
import type { Exchange } from "./raw-server.ts";

const signals = new WeakMap<Socket, AbortSignal>();

/** Aborts once the client has gone; one for all requests of a connection. */
export function goneSignal(socket: Socket): AbortSignal {
  const known = signals.get(socket);
  if (known !== undefined) {
    return known;
  }
  const controller = new AbortController();
  signals.set(socket, controller.signal);
  socket.once("close", () => controller.abort());
  return controller.signal;
}

/** What is said anew here; the body has come unpacked. */
const hopByHop = new Set(["content-length", "transfer-encoding", "content-encoding"]);

/** Where so many turns bring nothing, nothing comes; an answer that was only slow is asked for once more. */
const patience = 1000;

/** Lets the client's deadline pass where nothing comes. */
async function watchSilence(
  { socket, pass }: Exchange,
  progress: { steps: number; readonly done: boolean },
): Promise<void> {
  for (let steps = -1; steps !== progress.steps; await turns(patience)) {
    ({ steps } = progress);
  }
  if (!progress.done && !socket.destroyed) {
    pass(10 - Math.min(10, progress.steps));
    progress.steps = 10;
  }
}

/** Passes an answer on as it comes, byte for byte; what breaks there breaks the connection here. */
export async function relay(
  answer: Promise<{ readonly response: Response }>,
  exchange: Exchange,
): Promise<void> {
  const { socket, answered, pass } = exchange;
  const progress = { steps: 0, done: false };
  void watchSilence(exchange, progress);
  try {
    const { response } = await answer;
    const headers = [...response.headers].filter(([name]) => !hopByHop.has(name));
    const lines = [...headers, ["transfer-encoding", "chunked"]].map((line) => line.join(": "));
    socket.write(`HTTP/1.1 ${response.status} Relayed\r\n${lines.join("\r\n")}\r\n\r\n`);
    for await (const bytes of response.body ?? []) {
      const chunk = Buffer.from(bytes);
      pass(progress.steps < 10 ? 1 : 0); // of a few chunks an answer has its time, of many single bytes it has not
      progress.steps += 1;
      const head = `${chunk.length.toString(16)}\r\n`;
      if (
        chunk.length > 0 &&
        !socket.write(Buffer.concat([Buffer.from(head), chunk, Buffer.from("\r\n")]))
      ) {
        await Promise.race([once(socket, "drain"), once(socket, "close")]);
      }
      if (socket.destroyed) {
        return;
      }
    }
    socket.write("0\r\n\r\n");
    answered();
  } catch {
    socket.resetAndDestroy();
  } finally {
    progress.done = true;
  }
}
