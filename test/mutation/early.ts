// Loaded before the tests: what the first write loads would otherwise be held to be that one test's own, and a change of
// it be judged by no other.
export { createWriting } from "../../src/core/writing/index.ts";
