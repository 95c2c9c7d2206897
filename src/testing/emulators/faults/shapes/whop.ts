import { whopError } from "../../whop/errors.ts";
import { storageError } from "../../whop/files/storage.ts";
import type { ErrorShape, RecordShape, VendorShape } from "./shape.ts";

const file: RecordShape = {
  key: "id",
  optional: "url",
  word: "upload_status",
  number: "size",
  dates: ["created_at"],
};

const storage: ErrorShape = {
  codes: { 400: "InvalidRequest", 403: "AccessDenied", 404: "NoSuchKey", 503: "SlowDown" },
  otherCode: "InternalError",
  failure: storageError,
};

export const whopShape: VendorShape = {
  query: { cursor: "after", size: "first" },
  items: ["data"],
  cursor: ["page_info", "end_cursor"],
  more: ["page_info", "has_next_page"],
  record: [],
  records: {
    audience: {
      key: "id",
      optional: "error_message",
      word: "status",
      number: "total_rows",
      dates: ["created_at", "updated_at"],
    },
    createFile: file,
    getFile: file,
    completeFile: file,
    delete: { key: "success", optional: "success" },
    // Storage answers without a body, which no field of these is in.
    upload: { key: "id", optional: "id" },
  },
  expired: { code: "invalid_request", message: "after is a cursor that has expired." },
  errors: {
    api: {
      codes: {
        400: "invalid_request",
        401: "unauthorized",
        403: "insufficient_scope",
        404: "not_found",
        409: "conflict",
        429: "rate_limit_exceeded",
      },
      otherCode: "internal_error",
      failure: (status, code, message) => whopError(status, code, message),
    },
    upload: storage,
  },
};
