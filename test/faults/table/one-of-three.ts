import type { ErrorCode } from "../../../src/core/errors.ts";
import { vendors } from "../support/dialects.ts";
import type { Fault } from "../support/fault.ts";
import { failed } from "../support/fault.ts";

const row = "one vendor down, hanging, slow, unauthorized, changed; all down";

type Struck = Omit<Fault, "row" | "outcome"> & {
  readonly code: ErrorCode;
  readonly pages?: number;
};

const struck: readonly Struck[] = [
  {
    name: "down",
    code: "unavailable",
    when: { page: 1 },
    answer: () => ({ status: 503, body: "Back soon" }),
    pages: 0,
  },
  { name: "down in the middle", code: "unavailable", answer: () => ({ status: 502 }) },
  {
    name: "hanging",
    code: "timeout",
    when: { page: 1 },
    wire: "nothing at all",
    options: { timeout: 60, retries: 0 },
    pages: 0,
  },
  {
    name: "hanging in the body",
    code: "timeout",
    when: { page: 1 },
    wire: "nothing after half the body",
    options: { timeout: 60, retries: 0 },
    pages: 0,
  },
  {
    name: "unauthorized",
    code: "authentication",
    when: { page: 1 },
    answer: ({ dialect }) => ({ status: 401, body: dialect.refusal("unauthorized", "No.") }),
    pages: 0,
  },
  {
    name: "unauthorized in the middle",
    code: "authentication",
    answer: ({ dialect }) => ({ status: 401, body: dialect.refusal("unauthorized", "No.") }),
  },
  { name: "changed", code: "invalid_response", answer: () => ({ body: { version: 3 } }) },
  { name: "resetting", code: "network", wire: "reset in the body" },
  {
    name: "going in circles",
    code: "protocol",
    when: { page: 3 },
    edit: (parts, { cursorOf }) => {
      parts.cursor = cursorOf(2);
    },
    pages: 3,
  },
  {
    name: "limiting its rate for a day",
    code: "rate_limited",
    answer: () => ({ status: 429, headers: { "retry-after": "86400" } }),
  },
];

/** What befalls one vendor, while the other two are well. */
export const faultsOfOne: readonly Fault[] = struck.map(({ code, pages = 1, ...fault }) =>
  Object.assign(fault, { row, outcome: failed(code, { pages }) }),
);

/** The line that its suite ends with and that docs/reliability.md quotes. */
export function figureOfOne(met: number): string {
  const [faults, places, orders] = [faultsOfOne.length, vendors.length, 2];
  const cells = faults * places * orders;
  return `one vendor of three failing, met: ${met} of ${cells} (${faults} faults x ${places} vendors x ${orders} orders)`;
}
