export { createAudiences } from "./core/audiences.ts";
export type {
  AudienceOf,
  Audiences,
  CallOptions,
  ChangesOf,
  CreateInputOf,
  ListMembersOptions,
  ListOptions,
  Providers,
  ProvidersWith,
} from "./core/facade.ts";
export { capabilities } from "./core/contract.ts";
export type { RequestEvent, RetryEvent } from "./core/call-context.ts";
export type { Adapter, Capability } from "./core/contract.ts";
export type { AudienceChanges, AudienceDraft } from "./core/writing/contract.ts";
export type { Diagnostic, DiagnosticCode } from "./core/diagnostics.ts";
export { AudienceError, isAudienceError } from "./core/errors.ts";
export type { ErrorCode } from "./core/errors.ts";
export type { DiagnosticEvent, Hooks, PageEvent } from "./core/hooks.ts";
export type { HttpOptions } from "./core/http/http-options.ts";
export type { ListOrder } from "./core/paging/merge.ts";
export type { MemberSource, Rejection, Tally } from "./core/writing/member-stream.ts";
export type {
  AttributeValue,
  Audience,
  AudienceRecord,
  AudienceRef,
  AudienceStatus,
  Count,
  CountUnit,
  IdentifierKind,
  LossReason,
  Member,
  MemberInput,
} from "./core/model.ts";
export type { Normalize, Normalized } from "./core/writing/normalize.ts";
export type { ByPageOptions, Collected, CollectOptions, Page, Paged } from "./core/paging/paged.ts";
export type { ProviderReport, Report } from "./core/paging/report.ts";
export type { WaitOptions } from "./core/writing/waiting.ts";
export type {
  CreatedAudience,
  MemberWriteOptions,
  WriteOptions,
  WriteResult,
} from "./core/writing/writing.ts";
