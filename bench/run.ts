// All benches, one after the other, and their results once more at the end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { say } from "./support/result.ts";

const benches = [
  "drain",
  "whop-sdk",
  "waiting",
  "orders",
  "first-item",
  "requests",
  "memory",
  "hanging",
  "import",
  "bundle",
  "write",
  "server",
  "page",
  "migrate",
  "restart",
];
const result = /^\S+ ratio .*$/gm;

const results: string[] = [];
for (const bench of benches) {
  say(`\n== ${bench}`);
  const file = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const [code]: unknown[] = await once(child, "close");
  if (code !== 0) {
    process.exitCode = 1;
  }
  results.push(...(output.match(result) ?? [`${bench} gave no result`]));
}
say(`\n${results.join("\n")}`);
