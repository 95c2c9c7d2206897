// What the report shares with the page: one set of words, figures and lines for both.
export { isOld } from "./browser/data/old.ts";
export { attention } from "./browser/list/attention.ts";
export { kindCounts, notable } from "./browser/list/notable.ts";
export { sparkPath } from "./browser/parts/spark-path.ts";
export { difference, number, rate, several } from "./browser/text/numbers.ts";
export { providersSentence } from "./browser/text/sentence.ts";
export {
  changeText,
  changeWords,
  migrationWords,
  stateWords,
  statusWords,
} from "./browser/text/words.ts";
