import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";

/** A server on loopback, for what only a real connection shows. */
export interface LocalServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly requests: readonly IncomingMessage[];
  /** The answer to the n-th request, counted from 0, once it is asked for. */
  answer(index: number): Promise<ServerResponse>;
}

export async function serve(listener: RequestListener = () => undefined): Promise<LocalServer> {
  const requests: IncomingMessage[] = [];
  const answers: ServerResponse[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request);
    answers.push(response);
    listener(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    async answer(index) {
      while (answers[index] === undefined) {
        await once(server, "request");
      }
      return answers[index];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
