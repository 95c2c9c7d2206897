import { afterAll } from "vitest";

import { testHeldAdapter } from "../support/conformance.ts";
import { folders, jsonlSpec } from "./jsonl.spec.ts";

afterAll(folders.removeAll);

testHeldAdapter("jsonl", jsonlSpec);
