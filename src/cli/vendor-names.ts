/** The vendors that this command line ships adapters for, and the environment variables of their options. */
export const vendorVariables = {
  whop: { apiKey: "WHOP_API_KEY", accountId: "WHOP_ACCOUNT_ID", baseUrl: "WHOP_BASE_URL" },
  batch: { apiKey: "BATCH_API_KEY", projectKey: "BATCH_PROJECT_KEY", baseUrl: "BATCH_BASE_URL" },
  sonarly: {
    apiKey: "SONARLY_API_KEY",
    accountGroupId: "SONARLY_ACCOUNT_GROUP_ID",
    baseUrl: "SONARLY_BASE_URL",
  },
} as const;

export type VendorName = keyof typeof vendorVariables;

export const vendorNames: readonly VendorName[] = ["whop", "batch", "sonarly"];

export function isVendorName(name: unknown): name is VendorName {
  return typeof name === "string" && Object.hasOwn(vendorVariables, name);
}

/** Adapters that need no account: for files, and for what is in memory. They are configured in a file alone. */
const localNames = ["csv", "jsonl", "memory"] as const;

/** What `vendor` can be in a configuration file. */
export type AdapterName = VendorName | (typeof localNames)[number];

export const adapterNames: readonly AdapterName[] = [...vendorNames, ...localNames];

export function isAdapterName(name: unknown): name is AdapterName {
  return adapterNames.some((one) => one === name);
}

/** The options that a vendor cannot do without, with their variables: `[["apiKey", "WHOP_API_KEY"], …]`. */
export function credentialsOf(vendor: VendorName): readonly (readonly [string, string])[] {
  return Object.entries(vendorVariables[vendor]).filter(([option]) => option !== "baseUrl");
}

/** "WHOP_API_KEY and WHOP_ACCOUNT_ID" */
export function variablesOf(vendor: VendorName): string {
  return credentialsOf(vendor)
    .map(([, variable]) => variable)
    .join(" and ");
}
