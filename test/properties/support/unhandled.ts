import { turns } from "../../leaving/support/traces.ts";

/** Collects promises that are rejected and that nobody looks at, while something runs. */
export async function unhandledDuring(run: () => Promise<void>): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const collect = (reason: unknown): void => void found.push(reason);
  process.on("unhandledRejection", collect);
  try {
    await run();
    await turns(2);
  } finally {
    process.off("unhandledRejection", collect);
  }
  return found;
}
