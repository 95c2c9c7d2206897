import { hexDigits } from "../../kit/random.ts";
import type { VendorShape } from "./shape.ts";

export const sonarlyShape: VendorShape = {
  query: { cursor: "cursor", size: "limit" },
  items: ["data", "items"],
  cursor: ["data", "nextCursor"],
  more: ["data", "hasMore"],
  record: ["data"],
  records: {
    audience: {
      key: "id",
      optional: "description",
      word: "type",
      number: "prospectCount",
      dates: ["createdAt"],
    },
    accounts: { key: "id", optional: "name", dates: ["createdAt"] },
    delete: { key: "deleted", optional: "deleted" },
    navigation: { key: "ungroupedAudiences", optional: "folders" },
    prospects: { key: "id", optional: "headline" },
  },
  expired: { code: "VALIDATION_ERROR", message: "cursor has expired." },
  errors: {
    api: {
      codes: {
        400: "VALIDATION_ERROR",
        401: "UNAUTHORIZED",
        402: "INSUFFICIENT_CREDITS",
        403: "FORBIDDEN",
        404: "NOT_FOUND",
        409: "AUDIENCE_NOT_READY",
        422: "VALIDATION_ERROR",
        429: "RATE_LIMITED",
      },
      otherCode: "INTERNAL_ERROR",
      failure: (status, code, message, random) =>
        Response.json(
          {
            success: false,
            data: null,
            error: { code, message, details: message },
            traceId: random.text(24, hexDigits),
          },
          { status },
        ),
    },
  },
};
