// The door for authors of adapters: the contract and the kit. An adapter imports this, zod, and nothing else.
export type {
  Adapter,
  CallContext,
  Capability,
  MemberPageRequest,
  PageRequest,
  ProviderPage,
  RequestEvent,
  RetryEvent,
} from "./contract.ts";
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
} from "./model.ts";
export type { Diagnostic, DiagnosticCode, Note } from "./diagnostics.ts";
export { AudienceError, isAudienceError } from "./errors.ts";
export type { ErrorCode } from "./errors.ts";
export { createHttp } from "./http.ts";
export type { Http, HttpRequest, HttpSetup } from "./http.ts";
export type { HttpOptions } from "./http-options.ts";
export type { Failure } from "./failure.ts";
export type { KnownFields } from "./fields.ts";
export type { PageSpec, RecordSpec } from "./endpoint.ts";
export { numeric } from "./read.ts";
export type { RecordReader } from "./read.ts";
export { path, requireText } from "./url.ts";
