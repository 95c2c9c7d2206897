import type { ChunkingContext } from "rolldown";

import { root } from "./entries.ts";

const command = `${root}src/cli/main.ts`;
/** Where programs that read begin; an adapter needs no more than the kit. */
const reading = [`${root}src/index.ts`, `${root}src/core/adapter.ts`];

/** All modules that are loaded with some, themselves included. */
function loadedWith(entries: readonly string[], context: ChunkingContext): ReadonlySet<string> {
  const loaded = new Set(entries);
  for (const id of loaded) {
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) {
      loaded.add(imported);
    }
  }
  return loaded;
}

/**
 * The chunk that a module of the core goes into, if it is one that reading loads: one for everybody, however few of
 * its modules an entry asks for, as a file costs more than what is in it. What the command loads at once is put apart,
 * so that its help needs neither HTTP nor schemas. Everything else is left to the bundler.
 */
export function chunkOf(id: string, context: ChunkingContext): string | null {
  if (!loadedWith(reading, context).has(id)) {
    return null;
  }
  return loadedWith([command], context).has(id) ? "basics" : "core";
}
