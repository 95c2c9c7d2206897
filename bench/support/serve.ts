import * as z from "zod";

import { nextMessage, start } from "./child.ts";
import type { Vendor } from "./input.ts";

export interface Plan {
  readonly pages: number;
  readonly pageSize: number;
  /** Before an answer, in ms. @default 0 */
  readonly delay?: number | undefined;
  /** Takes requests and never answers. @default false */
  readonly hangs?: boolean | undefined;
}

export type Plans = Partial<Readonly<Record<Vendor, Plan>>>;

/** What a vendor was asked. */
export interface Asked {
  readonly requests: number;
  /** Requests without their whole answer yet. */
  readonly running: number;
  readonly mostAtOnce: number;
  /** The page sizes asked for, each once. */
  readonly pageSizes: readonly number[];
}

const asked = z.record(
  z.string(),
  z.object({
    requests: z.number(),
    running: z.number(),
    mostAtOnce: z.number(),
    pageSizes: z.array(z.number()),
  }),
);

export interface Server {
  readonly origin: string;
  /** What each vendor was asked since this was called last. */
  asked(): Promise<Readonly<Record<string, Asked>>>;
}

/** Runs some work against the vendors in a process of their own. */
export async function withServer<Result>(
  plans: Plans,
  work: (server: Server) => Promise<Result>,
): Promise<Result> {
  const child = start("support/server", plans);
  try {
    const origin = z.string().parse(await nextMessage(child));
    return await work({
      origin,
      async asked() {
        child.send("asked");
        return asked.parse(await nextMessage(child));
      },
    });
  } finally {
    child.disconnect();
  }
}
