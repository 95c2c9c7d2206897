import * as z from "zod";

// Written out once more on purpose: the suite holds adapters to the model, whatever their own types say.
const count = z.strictObject({ value: z.int().min(0), unit: z.enum(["rows", "ids", "people"]) });
const text = z.string().min(1);

/** An audience as the library hands it out: every field there, `null` for what the vendor does not say. */
export const audienceSchema: z.ZodType = z.strictObject({
  provider: text,
  id: text,
  name: text,
  description: z.string().nullable(),
  status: z.enum(["processing", "ready", "partial", "failed", "unknown"]),
  vendorStatus: z.string().nullable(),
  size: count.nullable(),
  matched: count.nullable(),
  progress: z.number().min(0).max(1).nullable(),
  error: z.string().nullable(),
  createdAt: z.date().nullable(),
  updatedAt: z.date().nullable(),
  raw: z.record(z.string(), z.unknown()),
});

/** A member as the library hands it out: only the identifiers that are there, each at least once. */
export const memberSchema: z.ZodType = z.strictObject({
  identifiers: z
    .strictObject({
      email: z.array(text).min(1),
      phone: z.array(text).min(1),
      externalId: z.array(text).min(1),
      linkedinUrl: z.array(text).min(1),
    })
    .partial(),
  attributes: z.record(text, z.union([z.string(), z.number(), z.boolean(), z.null()])),
  raw: z.record(z.string(), z.unknown()),
});
