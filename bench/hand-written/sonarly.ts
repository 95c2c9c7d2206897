import ky from "ky";
import * as z from "zod";

import { audience } from "../../adapters/sonarly/audience.ts";
import type { SonarlyAudience } from "../../adapters/sonarly/audience.ts";
import type { Audience } from "../../src/core/model.ts";
import { given } from "./given.ts";

const page = z.looseObject({
  success: z.literal(true),
  data: z.looseObject({
    items: z.array(audience),
    nextCursor: z.string().nullish(),
    hasMore: z.boolean(),
  }),
});

function toAudience(raw: SonarlyAudience): Audience {
  return {
    provider: "sonarly",
    id: raw.id,
    name: raw.name ?? raw.id,
    description: raw.description ?? null,
    status: "ready",
    vendorStatus: null,
    size: given(raw.prospectCount) ? { value: Number(raw.prospectCount), unit: "people" } : null,
    matched: null,
    progress: null,
    error: null,
    createdAt: given(raw.createdAt) ? new Date(raw.createdAt) : null,
    updatedAt: null,
    raw,
  };
}

export async function walkSonarly(
  baseUrl: string,
  onAudience: (audience: Audience) => void,
): Promise<void> {
  const headers = { authorization: "Bearer key" };
  let cursor: string | null | undefined;
  do {
    const next = given(cursor) ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const url = `${baseUrl}/accounts/group/audiences?limit=100${next}`;
    const { data } = page.parse(await ky(url, { headers }).json());
    for (const raw of data.items) {
      onAudience(toAudience(raw));
    }
    cursor = data.hasMore ? data.nextCursor : undefined;
  } while (given(cursor));
}
