export type { MigrationSource } from "./migrations.ts";
export type {
  AudienceDetailView,
  AudienceView,
  ChangeView,
  MigrationView,
  ProviderView,
} from "./model.ts";
export type { PageAsset } from "./page/index.ts";
export { reportData, reportHtml } from "./report/index.ts";
export type { ReportData, ReportOptions } from "./report/index.ts";
export { createServer, isLoopback } from "./serve.ts";
export type { DashboardServer, ServerOptions } from "./serve.ts";
export type { ConfiguredProvider } from "./views.ts";
