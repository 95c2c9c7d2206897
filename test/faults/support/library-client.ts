import { subscribe, unsubscribe } from "node:diagnostics_channel";

import { createAudiences } from "../../../src/core/audiences.ts";
import { isAudienceError } from "../../../src/core/errors.ts";
import type { AudienceError } from "../../../src/core/errors.ts";
import type { Hooks } from "../../../src/core/hooks.ts";
import type { Audience } from "../../../src/core/model.ts";
import type { Paged } from "../../../src/core/paging/paged.ts";
import type { Report } from "../../../src/core/paging/report.ts";
import { openToken } from "./canaries.ts";
import type { Client, Ending } from "./client.ts";
import { dialects } from "./dialects.ts";
import { pageSize } from "./emulated.ts";

const channels = ["request", "page", "retry", "diagnostic"].map((name) => `audiencekit:${name}`);

/** Listens to everything that the library tells while it works. */
function eavesdrop(said: unknown[]): { readonly hooks: Hooks; readonly stop: () => void } {
  const hear = (message: unknown): void => void said.push(message);
  for (const channel of channels) {
    subscribe(channel, hear);
  }
  return {
    hooks: { onRequest: hear, onPage: hear, onRetry: hear, onDiagnostic: hear },
    stop: () => {
      for (const channel of channels) {
        unsubscribe(channel, hear);
      }
    },
  };
}

function endingOf(
  said: unknown[],
  report: Report | undefined,
  token: string | undefined,
  error?: AudienceError,
): Ending {
  const [provider] = Object.values(report?.providers ?? {});
  const failure = provider?.error ?? undefined;
  said.push(report, token, openToken(token), error, failure);
  return {
    complete: report?.complete ?? false,
    failure,
    token,
    refused: provider?.refused ?? 0,
    duplicates: provider?.duplicates ?? 0,
    noticed: (provider?.diagnostics ?? []).map(({ code }) => code),
    said,
  };
}

type Deliver = (id: string) => void;

async function readPages(
  paged: Paged<Audience>,
  deliver: Deliver,
  token: string | undefined,
  said: unknown[],
): Promise<Ending> {
  let report: Report | undefined;
  let next = token;
  for await (const page of paged.byPage(token === undefined ? {} : { continuationToken: token })) {
    page.items.map(({ id }) => deliver(id));
    ({ report, continuationToken: next } = page);
  }
  return endingOf(said, report, next);
}

/** A loop over items has no report: that it ends without an error says that it was everything. */
async function readItems(
  paged: Paged<Audience>,
  deliver: Deliver,
  said: unknown[],
): Promise<Ending> {
  try {
    for await (const { id } of paged) {
      deliver(id);
    }
    return { complete: true, said };
  } catch (error) {
    if (!isAudienceError(error) || error.code !== "incomplete") {
      throw error;
    }
    return endingOf(said, error.report, error.continuationToken, error);
  }
}

/** The library, in either of its shapes. A token goes on in a new set of adapters, as in another process. */
export function libraryClient(shape: "pages" | "items"): Client {
  return {
    async read({ vendor, access, options }, deliver, token) {
      const said: unknown[] = [];
      const ear = eavesdrop(said);
      const adapter = dialects[vendor].adapter(access, options);
      const paged = createAudiences({ [vendor]: adapter }, ear.hooks).list({ pageSize });
      try {
        return shape === "items" && token === undefined
          ? await readItems(paged, deliver, said)
          : await readPages(paged, deliver, token, said);
      } finally {
        ear.stop();
      }
    },
  };
}
