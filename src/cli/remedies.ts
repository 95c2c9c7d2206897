import type { ErrorCode } from "../core/errors.ts";

const remedies: Partial<Record<ErrorCode, string>> = {
  network: "Check the network, a proxy or firewall, and the base URL if you set one.",
  timeout: "Try again later; if it stays, check the network and the base URL if you set one.",
  not_found: "Check the account's id, and the base URL with its version path if you set one.",
  rejected: "Check the account's id.",
  conflict: "Check the account's id.",
  rate_limited: "Wait and try again; the account's rate limit is used up.",
  unavailable: "Try again later; the vendor has trouble.",
  invalid_response:
    "Check the base URL with its version path if you set one; if it is the vendor's own, a proxy may answer in its place.",
};

/** Files have no account and no address. */
const fileRemedies: Partial<Record<ErrorCode, string>> = {
  not_found: "Correct path, or make the folder or the file that it names.",
  permission: "Make the folder or the file that path names readable for you.",
  invalid_argument:
    "Correct path; it names a folder, each file of which is an audience, or one file.",
};

/** What each vendor's refusals are most often about. */
const vendorRemedies: Readonly<Record<string, Partial<Record<ErrorCode, string>>>> = {
  whop: {
    authentication:
      "Copy the API key again from Whop's developer settings; sandbox keys work with the sandbox base URL only.",
    permission: "Give the key the scope audience:basic:read.",
    not_found: "Check the account id (biz_…): the key must belong to this account.",
    rejected: "Check the account id (biz_…): the key must belong to this account.",
  },
  batch: {
    authentication:
      "Copy the REST API key again from Settings, General, and the project key from the project's settings: Batch answers the same to a wrong key and to a wrong project.",
    permission: "Batch's REST API key opens every project; check that it is one of this company.",
  },
  sonarly: {
    authentication: "Copy the key again from Sonarly's dashboard, or make a new one there.",
    permission: "Give the key the permission audiences:read, and prospects:read to list members.",
    not_found: "Check the account group's id.",
  },
  csv: fileRemedies,
  jsonl: fileRemedies,
};

/** What to do about a provider that fails in this way; `null` where nothing can be said. */
export function remedyOf(vendor: string, code: ErrorCode): string | null {
  return vendorRemedies[vendor]?.[code] ?? remedies[code] ?? null;
}
