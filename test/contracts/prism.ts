import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";

export interface Proxy {
  readonly baseUrl: string;
  readonly close: () => void;
}

/** 5.16 runs on Node 24.18 and later only. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const version = major > 24 || (major === 24 && minor >= 18) ? "5.16.0" : "5.14.2";

/**
 * Starts a Prism proxy that judges what passes between a client and `upstream` by a vendor's
 * document.
 */
export function startPrism(document: string, upstream: string): Promise<Proxy> {
  const file = fileURLToPath(new URL(document, import.meta.url));
  const child = spawn(
    "npx",
    `--yes @stoplight/prism-cli@${version} proxy --errors --host 127.0.0.1 --port 0`
      .split(" ")
      .concat(file, upstream),
    {
      // A group of its own: npx starts Prism as a child, and both have to end.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      // npx must find the Node that runs this, not whichever comes first on the machine.
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      },
    },
  );
  const close = (): void => {
    const running = child.exitCode === null && child.signalCode === null;
    if (running && child.pid !== undefined) process.kill(-child.pid);
  };
  process.once("exit", close);

  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /Prism is listening on (http:\/\/\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve({ baseUrl: address, close });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Prism ended before it listened:\n${output}`)));
  });
}
