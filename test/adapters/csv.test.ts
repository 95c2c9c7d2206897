import { afterAll } from "vitest";

import { testHeldAdapter } from "../support/conformance.ts";
import { folders, csvSpec } from "./csv.spec.ts";

afterAll(folders.removeAll);

testHeldAdapter("csv", csvSpec);
