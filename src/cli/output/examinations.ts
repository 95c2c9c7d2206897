import { checkNames } from "../examination.ts";
import type { Check, Examination } from "../examination.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { credentialsOf, variablesOf } from "../vendor-names.ts";
import type { VendorName } from "../vendor-names.ts";
import { createPaint, printable } from "./text.ts";

const colours = { ok: "green", failed: "red", unknown: "dim" } as const;
const nameWidth = Math.max(...checkNames.map((name) => name.length));
const statusWidth = "unknown".length;

/** One provider: a line for each check, and the remedy below the one that failed. */
export function examinationText(
  { provider, vendor, checks }: Examination,
  { stdout, env }: Io,
): string {
  const paint = createPaint(wantsColour(stdout, env));
  const indent = " ".repeat(2 + statusWidth + 2 + nameWidth + 2);
  const line = ({ check, status, message, remedy }: Check): string => {
    const said = message.split("\n").map(printable).join(`\n${indent}`);
    const advice = remedy === null ? "" : `${indent}${printable(remedy)}\n`;
    return `  ${paint(colours[status], status.padEnd(statusWidth))}  ${check.padEnd(nameWidth)}  ${said}\n${advice}`;
  };
  const title = provider === vendor ? provider : `${provider} (${vendor})`;
  return `${paint("bold", printable(title))}\n${checks.map(line).join("")}\n`;
}

/** Vendors that are not set up at all; that is no fault. */
export function absentText(absent: readonly VendorName[]): string {
  return absent
    .map((vendor) => `${vendor} is not configured; set ${variablesOf(vendor)} to read it.\n`)
    .join("");
}

export function examinationsJson(
  examinations: readonly Examination[],
  absent: readonly VendorName[],
): string {
  const document = {
    ok: examinations.length > 0 && examinations.every(({ ok }) => ok),
    providers: examinations.map(({ provider, vendor, ok, checks }) => ({
      provider,
      vendor,
      ok,
      checks,
    })),
    notConfigured: absent.map((vendor) => ({
      vendor,
      variables: credentialsOf(vendor).map(([, variable]) => variable),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
