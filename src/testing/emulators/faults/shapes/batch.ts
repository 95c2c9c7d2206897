import { batchError } from "../../batch/errors.ts";
import type { RecordShape, VendorShape } from "./shape.ts";

/** What every write is answered with. */
const accepted: RecordShape = { key: "indexing_token", optional: "indexing_token" };

export const batchShape: VendorShape = {
  query: { cursor: "from", size: "limit" },
  items: ["audiences"],
  cursor: ["next_from"],
  more: ["has_more"],
  count: ["count"],
  record: [],
  records: {
    audience: {
      key: "name",
      optional: "display_name",
      word: "indexing_state",
      number: "nb_ids",
      dates: ["created", "updated"],
    },
    create: accepted,
    update: accepted,
    replace: accepted,
    remove: accepted,
  },
  expired: { code: "INVALID_PARAMETER", message: "from is a cursor that has expired." },
  errors: {
    api: {
      codes: {
        400: "INVALID_PARAMETER",
        401: "AUTHENTICATION_INVALID",
        404: "AUDIENCE_NOT_FOUND",
        429: "TOO_MANY_REQUESTS",
        503: "MAINTENANCE_ERROR",
      },
      otherCode: "SERVER_ERROR",
      failure: (status, code, message) => batchError(status, code, message),
    },
  },
};
