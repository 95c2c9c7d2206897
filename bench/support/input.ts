import * as z from "zod";

export type Vendor = "whop" | "batch" | "sonarly";

/** What a variant is to do; the same for all variants of a comparison. */
export interface Input {
  /** Where the bench server listens. */
  readonly origin: string;
  /** Whom to read, in this order. */
  readonly vendors: readonly Vendor[];
  /** @default "rounds" */
  readonly order?: "rounds" | "arrival" | undefined;
  /** What the consumer takes for each page, in ms. @default 0 */
  readonly consume?: number | undefined;
  /** Stops after so many audiences. @default none */
  readonly limit?: number | undefined;
  /** How many pages each vendor has; for those who ask by number. @default none */
  readonly pages?: Readonly<Record<string, number>> | undefined;
}

export const vendorName: z.ZodType<Vendor> = z.enum(["whop", "batch", "sonarly"]);

const input: z.ZodType<Input> = z.object({
  origin: z.string(),
  vendors: z.array(vendorName),
  order: z.enum(["rounds", "arrival"]).optional(),
  consume: z.number().optional(),
  limit: z.number().optional(),
  pages: z.record(z.string(), z.number()).optional(),
});

/** What a script was started with: one argument of JSON. */
export function argument(): unknown {
  return JSON.parse(process.argv[2] ?? "null");
}

export function readInput(): Input {
  return input.parse(argument());
}
