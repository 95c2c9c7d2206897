export { createAudiences } from "./core/audiences.ts";
export type {
  AudienceOf,
  Audiences,
  CallOptions,
  ListMembersOptions,
  ListOptions,
  Providers,
  ProvidersWith,
} from "./core/audiences.ts";
export { capabilities } from "./core/contract.ts";
export type { Adapter, Capability, RequestEvent, RetryEvent } from "./core/contract.ts";
export type { Diagnostic, DiagnosticCode } from "./core/diagnostics.ts";
export { AudienceError, isAudienceError } from "./core/errors.ts";
export type { ErrorCode } from "./core/errors.ts";
export type { DiagnosticEvent, Hooks, PageEvent } from "./core/hooks.ts";
export type { HttpOptions } from "./core/http-options.ts";
export type { ListOrder } from "./core/listing.ts";
export type {
  AttributeValue,
  Audience,
  AudienceRecord,
  AudienceRef,
  AudienceStatus,
  Count,
  CountUnit,
  IdentifierKind,
  Member,
} from "./core/model.ts";
export type { ByPageOptions, Collected, CollectOptions, Page, Paged } from "./core/paged.ts";
export type { ProviderReport, Report } from "./core/report.ts";
