import { testAdapter } from "../support/conformance.ts";
import { whopSpec } from "./whop.spec.ts";

testAdapter("whop", whopSpec);
