// The door of all that only a write needs. It is loaded with the first one, so nothing that reads may import it.
export { createWriting } from "./writing.ts";
