import { canaryEmail, canaryKey, canaryPhone, canaryText } from "../support/canaries.ts";
import { failed, whole } from "../support/fault.ts";
import type { Failed, Fault, Scene } from "../support/fault.ts";
import type { ErrorCode } from "../../../src/core/errors.ts";

const echoes = "an answer that echoes the key, an e-mail address and a telephone number";

/** Every way in which a server writes down what it was sent. */
const spellings: Readonly<Record<string, string>> = {
  "as they are": canaryText,
  "percent-encoded": encodeURIComponent(canaryText),
  "inside JSON": JSON.stringify({ key: canaryKey, email: canaryEmail, phone: canaryPhone }),
  "as a header": `Authorization: Bearer ${canaryKey}; user ${canaryEmail}; tel ${canaryPhone}`,
  "in base64": `Basic ${btoa(canaryKey)} ${canaryEmail} ${canaryPhone}`,
  "behind a long text": `${"x".repeat(280)} ${canaryText}`,
  "a telephone number in groups": `${canaryKey} ${canaryEmail} +1 (555) 010-9987`,
};

const statuses: readonly (readonly [number, ErrorCode])[] = [
  [400, "rejected"],
  [401, "authentication"],
  [200, "rejected"],
];

const inMessages: readonly Fault[] = statuses.flatMap(([status, code]) =>
  Object.entries(spellings).map(([name, text]) => ({
    row: echoes,
    name: `${status}, in the message, ${name}`,
    answer: ({ dialect }) => ({ status, body: dialect.refusal("refused", text) }),
    outcome: failed(code, { status }),
  })),
);

const asFailed = (code: ErrorCode, more: Partial<Failed> = {}): Failed => failed(code, more);

const elsewhere: readonly Fault[] = [
  {
    row: echoes,
    name: "in the vendor's code",
    answer: ({ dialect }) => ({ status: 400, body: dialect.refusal(canaryText, "no") }),
    outcome: asFailed("rejected"),
  },
  {
    row: echoes,
    name: "in the id of the request, in every header that may hold one",
    answer: ({ dialect }) => ({
      status: 400,
      headers: Object.fromEntries(
        ["x-request-id", "request-id", "cf-ray", "x-trace", "set-cookie", "www-authenticate"].map(
          (name) => [name, canaryText],
        ),
      ),
      body: { ...dialect.refusal("refused", "no"), traceId: canaryText },
    }),
    outcome: asFailed("rejected"),
  },
  {
    row: echoes,
    name: "in an HTML page with 200",
    answer: () => ({ body: `<pre>${canaryText}</pre>` }),
    outcome: asFailed("invalid_response", { requests: 6 }),
  },
  {
    row: echoes,
    name: "in an HTML page with 500",
    answer: () => ({ status: 500, body: `<pre>${canaryText}</pre>` }),
    outcome: asFailed("unavailable", { requests: 6 }),
  },
  {
    row: echoes,
    name: "in JSON that is no page",
    answer: () => ({ body: { [canaryText]: canaryText, data: canaryText } }),
    outcome: asFailed("invalid_response"),
  },
  {
    row: echoes,
    name: "in the address of a redirect",
    answer: ({ elsewhere: other }) => ({
      status: 302,
      headers: { location: `${other}/?${encodeURIComponent(canaryText)}` },
    }),
    outcome: asFailed("invalid_response", { status: 302 }),
  },
  {
    row: echoes,
    name: "in Retry-After",
    answer: ({ dialect }) => ({
      status: 429,
      headers: { "retry-after": canaryText },
      body: dialect.refusal("slow_down", canaryText),
    }),
    outcome: asFailed("rate_limited", { requests: 6 }),
  },
];

const fieldOf = ({ dialect }: Scene): string => dialect.fields.status ?? "type";

const inRecords: readonly Fault[] = [
  {
    row: echoes,
    name: "in a word of a record",
    record: (record, scene) => ({ ...record, [fieldOf(scene)]: canaryText }),
    outcome: whole({ requests: 6, noticed: ["unknown_word"] }),
  },
  {
    row: echoes,
    name: "in the name of a new field",
    record: (record) => ({ ...record, [canaryText]: 1 }),
    outcome: whole({ requests: 6, noticed: ["unexpected_field"] }),
  },
  {
    row: echoes,
    name: "in a date, a size and a field of another type",
    record: (record, { dialect: { fields } }) => ({
      ...record,
      [fields.created]: canaryText,
      [fields.text]: { [canaryText]: canaryText },
    }),
    outcome: whole({ requests: 6, noticed: ["unreadable_date", "changed_type"] }),
  },
  {
    row: echoes,
    name: "in a record without its key",
    record: () => ({ note: canaryText, [canaryText]: 1 }),
    outcome: { ends: "damaged", refused: 1 },
  },
];

export const secretFaults: readonly Fault[] = [...inMessages, ...elsewhere, ...inRecords];
