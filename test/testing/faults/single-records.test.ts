import { describe, expect, test } from "vitest";
import { at, inProcess } from "./support.ts";

function records() {
  const { emulators } = inProcess("batch", "page 9: drop");
  const { batch, sonarly } = emulators;
  const get = async (
    { fetch, apiKey }: { fetch: typeof globalThis.fetch; apiKey: string },
    url: string,
  ): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      "x-batch-project": batch.projectKey,
    };
    return (await fetch(url, { headers })).json();
  };
  const name = batch.audiences.list()[0]?.name ?? "";
  const ready = sonarly.audiences.list().find(({ filling }) => !filling);
  const group = `${sonarly.baseUrl}/accounts/${sonarly.accountGroupId}`;
  return {
    emulators,
    batch: () => get(batch, `${batch.baseUrl}/audiences/view?name=${encodeURIComponent(name)}`),
    sonarly: () => get(sonarly, `${group}/audiences/${ready?.id}`),
  };
}

describe("a single record", () => {
  test("of Batch's view and Sonarly's get is befallen like one of a page", async () => {
    const { batch, sonarly, emulators } = records();
    emulators.faults.add("batch.view: unknown word\nsonarly.get: missing key");
    expect(await batch()).toMatchObject({ indexing_state: "SOMETHING_NEW" });
    expect(at(await sonarly(), ["data"])).not.toHaveProperty("id");
  });
});
