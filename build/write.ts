// The first step of the build: the package's code, into an empty folder. Its types are the second.
import { rm } from "node:fs/promises";

import { root } from "./entries.ts";
import { buildLibrary } from "./library.ts";

const folder = `${root}dist`;
await rm(folder, { recursive: true, force: true });
await buildLibrary(folder);
