// The door for authors of adapters: the contract and the kit. An adapter imports this, zod, and nothing else.
export type { CallContext, RequestEvent, RetryEvent } from "./call-context.ts";
export type {
  Adapter,
  AdapterWith,
  Capability,
  MemberPageRequest,
  PageRequest,
  ProviderPage,
} from "./contract.ts";
export type {
  AudienceChanges,
  AudienceDraft,
  AudienceFit,
  Fit,
  MemberChunks,
  MemberReceipt,
  MemberWrite,
  WriteContext,
  WriteJournal,
  WriteFacts,
} from "./writing/contract.ts";
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
} from "./model.ts";
export type { Diagnostic, DiagnosticCode, Note } from "./diagnostics.ts";
export { AudienceError, failedCall, isAudienceError } from "./errors.ts";
export type { ErrorCode } from "./errors.ts";
export { asCountry, asText, asTextOrNumber } from "./attribute-rules.ts";
export type { AttributeRule, AttributeRules } from "./attribute-rules.ts";
export { createHttp } from "./http.ts";
export type { Http, HttpRequest, HttpSetup } from "./http.ts";
export type { HttpOptions } from "./http/http-options.ts";
export type { Failure } from "./http/failure.ts";
export type { KnownFields } from "./http/fields.ts";
export type { PageSpec } from "./http/endpoint.ts";
export type { RecordMap, RecordSpec } from "./http/record.ts";
export { lateMethods } from "./on-demand.ts";
export { numeric } from "./read.ts";
export type { RecordReader } from "./read.ts";
export { path, requireOptions, requireText } from "./url.ts";
