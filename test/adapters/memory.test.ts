import { testHeldAdapter } from "../support/conformance.ts";
import { memorySpec } from "./memory.spec.ts";

testHeldAdapter("memory", memorySpec);
