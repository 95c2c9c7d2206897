import { isAudienceError } from "../../src/core/errors.ts";
import type { AudienceError } from "../../src/core/errors.ts";
import type { ByPageOptions, Page, Paged } from "../../src/core/paging/paged.ts";
import type { ProviderReport, Report } from "../../src/core/paging/report.ts";

interface Identified {
  readonly id: string;
}

export const idsOf = (items: readonly Identified[]): string[] => items.map(({ id }) => id);

/** Every page of a list. */
export async function pagesOf<Item>(
  paged: Paged<Item>,
  options: ByPageOptions = {},
): Promise<Page<Item>[]> {
  const pages: Page<Item>[] = [];
  for await (const page of paged.byPage(options)) {
    pages.push(page);
  }
  return pages;
}

/** The first page only, as a web endpoint serves it. */
export async function firstPage<Item>(
  paged: Paged<Item>,
  options: ByPageOptions = {},
): Promise<Page<Item>> {
  for await (const page of paged.byPage(options)) {
    return page;
  }
  throw new Error("There was no page.");
}

/** The ids of the items that a loop gives, and what it throws in the end. */
export async function loop(
  paged: Paged<Identified>,
): Promise<{ readonly seen: readonly string[]; readonly thrown: unknown }> {
  const seen: string[] = [];
  try {
    for await (const item of paged) {
      seen.push(item.id);
    }
  } catch (thrown) {
    return { seen, thrown };
  }
  return { seen, thrown: undefined };
}

/** What a call rejects with, or throws; to be this library's error. */
export async function errorOf(call: () => unknown): Promise<AudienceError> {
  const thrown = await thrownBy(call);
  if (!isAudienceError(thrown)) {
    throw new Error(`Not an AudienceError but ${String(thrown)}`, { cause: thrown });
  }
  return thrown;
}

/** What a call rejects with, or throws, whatever it is. */
export async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("Nothing was thrown.");
}

/** One provider's part of a report. */
export function part(report: Report | undefined, provider: string): ProviderReport {
  const own = report?.providers[provider];
  if (own === undefined) {
    throw new Error(`The report does not tell of ${provider}.`);
  }
  return own;
}

/** A value as JavaScript would pass it, whatever the types say. */
export function untyped(value: unknown): never {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a lie on purpose
  return value as never;
}
