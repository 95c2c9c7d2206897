import { testAdapter } from "../support/conformance.ts";
import { sonarlySpec } from "./sonarly.spec.ts";

testAdapter("sonarly", sonarlySpec);
