import { once } from "node:events";
import type { Socket } from "node:net";

import type { Exchange } from "./raw-server.ts";

/** Aborts once the client has gone. */
export function goneSignal(socket: Socket): AbortSignal {
  const controller = new AbortController();
  socket.once("close", () => controller.abort());
  return controller.signal;
}

/** Passes an answer on as it comes, byte for byte; what breaks there breaks the connection here. */
export async function relay(
  answer: Promise<{ readonly response: Response }>,
  { socket, answered }: Exchange,
): Promise<void> {
  try {
    const { response } = await answer;
    const headers = [...response.headers].filter(
      ([name]) => !["content-length", "transfer-encoding"].includes(name),
    );
    const lines = [...headers, ["transfer-encoding", "chunked"]].map((line) => line.join(": "));
    socket.write(`HTTP/1.1 ${response.status} Relayed\r\n${lines.join("\r\n")}\r\n\r\n`);
    for await (const bytes of response.body ?? []) {
      const chunk = Buffer.from(bytes);
      const head = `${chunk.length.toString(16)}\r\n`;
      if (chunk.length > 0 && !socket.write(Buffer.concat([Buffer.from(head), chunk, Buffer.from("\r\n")]))) {
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
  }
}
