export { renderReport } from "./render.ts";
export type { ReportData } from "./render.ts";
