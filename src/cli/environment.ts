import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";

import { vendorEntry } from "./entry.ts";
import type { ProviderEntry } from "./entry.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import { looseFileWarning } from "./loose-file.ts";
import { systemCode } from "./private-file.ts";
import { credentialsOf, variablesOf, vendorNames, vendorVariables } from "./vendor-names.ts";
import type { VendorName } from "./vendor-names.ts";

/** Fills the environment up from `.env` in the working directory; what is set already stays. Gives its warnings. */
export async function readDotEnv({ env, cwd }: Io): Promise<readonly string[]> {
  const file = path.join(cwd, ".env");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") {
      return [];
    }
    throw usageFailure(".env cannot be read; make it a file that you may read, or remove it.");
  }
  const values = parseEnv(text);
  for (const [name, value] of Object.entries(values)) {
    env[name] ??= value;
  }
  const keys = vendorNames.map((vendor) => values[vendorVariables[vendor].apiKey] ?? "");
  return looseFileWarning(".env", (await stat(file)).mode, keys);
}

/** Whether anything of a vendor's credentials is in the environment, be it empty. */
function isBegun(vendor: VendorName, env: Io["env"]): boolean {
  return credentialsOf(vendor).some(([, variable]) => env[variable] !== undefined);
}

/** The providers that the environment sets up, each under its vendor's name. */
export function environmentEntries(env: Io["env"]): readonly ProviderEntry[] {
  return vendorNames
    .filter((vendor) => isBegun(vendor, env))
    .map((vendor) => {
      const variables: Readonly<Record<string, string>> = vendorVariables[vendor];
      const set = Object.entries(variables).filter(([, variable]) => env[variable] !== undefined);
      return vendorEntry({
        name: vendor,
        vendor,
        options: Object.fromEntries(set.map(([option, variable]) => [option, env[variable]])),
        nameOf: (option) => variables[option] ?? option,
        whenMissing: () => `set ${variablesOf(vendor)} to read ${vendor}.`,
      });
    });
}
