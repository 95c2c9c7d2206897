import type { Audience, AudienceStatus } from "../../core/model.ts";
import type { Kind } from "./kind.ts";
import { day, printable, size } from "./text.ts";
import type { Paint } from "./text.ts";

const colours: Readonly<Record<AudienceStatus, Parameters<Paint>[0]>> = {
  processing: "yellow",
  ready: "green",
  partial: "yellow",
  failed: "red",
  unknown: "dim",
};

/** "ready", "processing 40%", "unknown (archived)". */
export function statusOf({ status, progress, vendorStatus }: Audience): string {
  if (status === "processing" && progress !== null) {
    return `processing ${Math.round(progress * 100)}%`;
  }
  return status === "unknown" && vendorStatus !== null
    ? printable(`unknown (${vendorStatus})`)
    : status;
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** The documented JSON of an audience: this order, dates in ISO 8601, `null` for what the vendor does not say. */
export function audienceJson(audience: Audience, raw: boolean): Record<string, unknown> {
  return {
    provider: audience.provider,
    id: audience.id,
    name: audience.name,
    description: audience.description,
    status: audience.status,
    vendorStatus: audience.vendorStatus,
    size: audience.size,
    matched: audience.matched,
    progress: audience.progress,
    error: audience.error,
    createdAt: iso(audience.createdAt),
    updatedAt: iso(audience.updatedAt),
    ...(raw && { raw: audience.raw }),
  };
}

export const audienceKind: Kind<Audience> = {
  singular: "audience",
  plural: "audiences",
  columns: [
    { title: "provider", cell: ({ provider }) => provider },
    { title: "name", cell: ({ name }) => printable(name), flexible: true },
    {
      title: "status",
      cell: statusOf,
      paint: (text, { status }, paint) => paint(colours[status], text),
    },
    { title: "size", cell: (audience) => size(audience.size), align: "right" },
    { title: "matched", cell: ({ matched }) => size(matched), align: "right", spare: 1 },
    { title: "created", cell: ({ createdAt }) => day(createdAt), spare: 2 },
    { title: "updated", cell: ({ updatedAt }) => day(updatedAt), spare: 3 },
    // The last, and never cut: it is what `get` and `members` are called with.
    { title: "id", cell: ({ id }) => printable(id) },
  ],
  csv: [
    { title: "provider", cell: ({ provider }) => provider },
    { title: "id", cell: ({ id }) => id },
    { title: "name", cell: ({ name }) => name },
    { title: "description", cell: ({ description }) => description },
    { title: "status", cell: ({ status }) => status },
    { title: "vendor_status", cell: ({ vendorStatus }) => vendorStatus },
    { title: "size", cell: (audience) => audience.size?.value ?? null },
    { title: "size_unit", cell: (audience) => audience.size?.unit ?? null },
    { title: "matched", cell: ({ matched }) => matched?.value ?? null },
    { title: "matched_unit", cell: ({ matched }) => matched?.unit ?? null },
    { title: "progress", cell: ({ progress }) => progress },
    { title: "error", cell: ({ error }) => error },
    { title: "created_at", cell: ({ createdAt }) => iso(createdAt) },
    { title: "updated_at", cell: ({ updatedAt }) => iso(updatedAt) },
  ],
  json: audienceJson,
};
