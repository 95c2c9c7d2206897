import { testAdapter } from "../support/conformance.ts";
import { batchSpec } from "./batch.spec.ts";

testAdapter("batch", batchSpec);
