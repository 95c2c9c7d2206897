export { reportData } from "./data.ts";
export type { ReportData, ReportOptions } from "./data.ts";
export { reportHtml } from "./html.ts";
export { renderReport } from "./render.ts";
export type { ReportParts } from "./render.ts";
