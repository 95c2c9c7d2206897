// Carries the plan out until one of its writes is on its way, and is killed then.
import path from "node:path";

import * as z from "zod";

import { argument } from "../support/input.ts";
import { openMigrateLibrary } from "../support/migrate-library.ts";
import { readMigrateInput } from "../support/migrate-input.ts";

const input = readMigrateInput();
const [, last] = z.tuple([z.string(), z.coerce.number()]).parse(argument());
let writes = 0;
let began = 0;
let first = { work: 0, process: 0 };

const { applyMigration, listMigrations, audiences, store } = await openMigrateLibrary(
  input,
  path.join(input.folder, "ledger.db"),
  (request, init) => {
    const method = init?.method ?? (request instanceof Request ? request.method : "GET");
    writes += method === "GET" ? 0 : 1;
    if (writes === 1 && method !== "GET") {
      const now = performance.now(); // since the process began
      first = { work: now - began, process: now };
    }
    const answer = fetch(request, init);
    if (writes === last) {
      process.send?.(first, () => process.kill(process.pid, "SIGKILL"));
    }
    return answer;
  },
);
began = performance.now();
const [migration] = await listMigrations({ store });
await applyMigration(audiences, migration?.run ?? "", { store });
throw new Error("It came to its end before it could be killed.");
