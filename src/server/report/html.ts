import type { ReportData } from "./data.ts";
import { renderReport } from "./render.ts";

const day = 86_400_000;

/** A report as one file: no script, nothing from elsewhere, and what vendors say as text. */
export function reportHtml(data: ReportData): string {
  const days = Math.max(1, Math.round((Date.parse(data.to) - Date.parse(data.from)) / day));
  return renderReport({ ...data, days });
}
