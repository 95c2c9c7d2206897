import type { Audience } from "../../src/core/model.ts";
import type { Input } from "../support/input.ts";
import { walkBatch } from "./batch.ts";
import { walkSonarly } from "./sonarly.ts";
import { walkWhop } from "./whop.ts";

const walks = { whop: walkWhop, batch: walkBatch, sonarly: walkSonarly };

/**
 * What a careful person writes without the library: ky, the adapters' schemas, a mapping to the same model, a loop
 * over pages; one vendor after the other.
 */
export async function walk(
  { origin, vendors }: Input,
  onAudience: (audience: Audience) => void,
): Promise<void> {
  for (const vendor of vendors) {
    await walks[vendor](`${origin}/${vendor}`, onAudience);
  }
}
