// Imports what it is told to and tells which files that loaded.
import { registerHooks } from "node:module";

const wanted: unknown = JSON.parse(process.argv[2] ?? "[]");
const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
for (const module of Array.isArray(wanted) ? wanted : []) {
  await import(String(module));
}
process.send?.(loaded, () => process.exit());
