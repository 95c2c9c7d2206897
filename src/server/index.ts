export type { MigrationSource } from "./migrations.ts";
export type {
  AudienceDetailView,
  AudienceView,
  ChangeView,
  MigrationView,
  ProviderView,
} from "./model.ts";
export type { PageAsset } from "./page/index.ts";
export { reportData } from "./report/data.ts";
export type { ReportData, ReportOptions } from "./report/data.ts";
export { reportHtml } from "./report/html.ts";
export { createServer, isLoopback } from "./serve.ts";
export type { DashboardServer, ServerOptions } from "./serve.ts";
export type { ConfiguredProvider } from "./views.ts";
