// Runs before the first paint, so that a chosen theme does not flash in the other one.
import { applyTheme, chosenTheme } from "./parts/theme-choice.ts";

applyTheme(chosenTheme());
