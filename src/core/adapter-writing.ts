// The door for what only the writes of an adapter need. An adapter loads it, and its own writes, with the first one.
export { createHttpWriting } from "./writing/http-writing.ts";
export type { HttpWriting } from "./writing/http-writing.ts";
export type { WriteRequest } from "./writing/write-transport.ts";
export { sinceTrace, traceOf } from "./writing/trace.ts";
export type { MemberColumn } from "./writing/member-file.ts";
export type { JsonList } from "./writing/json-list.ts";
export type { BatchSpec, Part, RemoveSpec, SendSpec } from "./writing/write-endpoint.ts";
export type { ListedCreateSpec, NamedCreateSpec } from "./writing/creation.ts";
export type {
  StoredPart,
  StoredUpload,
  Upload,
  UploadRequest,
  UploadSpec,
  UploadState,
  UploadTicket,
} from "./writing/upload.ts";
