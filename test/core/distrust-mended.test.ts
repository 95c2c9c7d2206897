import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Audience } from "../../src/core/model.ts";
import type { Page } from "../../src/core/paging/paged.ts";
import { firstPage, idsOf, part } from "../support/core-read.ts";
import { ids, scripted, vendorOf } from "../support/core-vendor.ts";
import type { Step, Vendor } from "../support/core-vendor.ts";

const good: readonly Step[] = [
  ["s1", "s2"],
  ["s3", "s4"],
  ["s5", "s6"],
];

const faults: readonly { readonly fault: string; readonly at: number; readonly step: Step }[] = [
  {
    fault: "more without a cursor on the first page",
    at: 0,
    step: { ids: ["s1", "s2"], more: true, next: undefined },
  },
  {
    fault: "more with an empty cursor in the middle",
    at: 1,
    step: { ids: ["s3", "s4"], more: true, next: "" },
  },
  { fault: "its own cursor again", at: 1, step: { ids: ["s3", "s4"], more: true, next: "c1" } },
  { fault: "an older cursor again", at: 2, step: { ids: ["s5", "s6"], more: true, next: "c1" } },
  {
    fault: "an empty page without a cursor",
    at: 1,
    step: { ids: [], more: true, next: undefined },
  },
  {
    fault: "a page of repeats without a cursor",
    at: 1,
    step: { ids: ["s1", "s2"], more: true, next: undefined },
  },
  {
    fault: "half a page without a cursor",
    at: 1,
    step: { ids: ["s3"], more: true, next: undefined },
  },
];

describe.each(faults)("after $fault", ({ at, step }) => {
  function sickVendor() {
    const sick = scripted(...good);
    sick.steps[at] = step;
    return sick;
  }

  test("the token goes on once the vendor is mended, with exactly what is missing", async () => {
    const sick = sickVendor();
    const audiences = createAudiences({ sick });
    const first = await audiences.list().collect();
    expect(part(first.report, "sick")).toMatchObject({
      status: "failed",
      error: { code: "protocol" },
    });
    sick.steps.splice(0, 3, ...good);
    const { continuationToken = "" } = first;
    const rest = await audiences.list().collect({ continuationToken });
    expect(idsOf([...first.items, ...rest.items])).toEqual(ids("s", 6));
    expect(rest.report.complete).toBe(true);
    expect(part(rest.report, "sick")).toMatchObject({ pages: 3, items: 6 });
  });

  test("and from every item before it", async () => {
    for (let limit = 0; limit <= 6; limit += 1) {
      const sick = sickVendor();
      const audiences = createAudiences({ sick });
      const first = await audiences.list().collect({ limit });
      sick.steps.splice(0, 3, ...good);
      const { continuationToken = "" } = first;
      const rest =
        continuationToken === ""
          ? []
          : (await audiences.list().collect({ continuationToken })).items;
      expect(idsOf([...first.items, ...rest])).toEqual(ids("s", 6));
    }
  });

  test("not mended, it fails in the same place and gives nothing twice", async () => {
    const audiences = createAudiences({ sick: sickVendor() });
    const first = await audiences.list().collect();
    const { continuationToken = "" } = first;
    const again = await audiences.list().collect({ continuationToken });
    expect(again.items).toEqual([]);
    const { requests: _before, ...before } = part(first.report, "sick");
    const { requests: _after, ...after } = part(again.report, "sick");
    expect(after).toEqual({ ...before, error: expect.objectContaining({ code: "protocol" }) });
  });
});

/** The number in a cursor; -1 for the first page. */
const placeOf = (cursor: string | undefined): number => Number(cursor?.slice(1) ?? -1);

/** Serves a list as a web endpoint does: one page a process, the token alone in between; once more after a failure. */
async function serve(sick: Vendor, size: number, mend?: () => void) {
  const seen: string[] = [];
  let [continuationToken, mending]: [string | undefined, typeof mend] = [undefined, mend];
  for (let request = 0; request < 500; request += 1) {
    const page: Page<Audience> = await firstPage(createAudiences({ sick }).list(), {
      size,
      continuationToken,
    });
    seen.push(...idsOf(page.items));
    ({ continuationToken } = page);
    const { status, error } = part(page.report, "sick");
    if (status === "end" || (status === "failed" && mending === undefined)) {
      return { seen, error, requests: request + 1 };
    }
    if (status === "failed") {
      mending?.();
      mending = undefined;
    }
  }
  throw new Error("It never ended.");
}

describe("served page by page, with nothing but the token between the processes,", () => {
  const cycles = [1, 2, 3, 7, 13].flatMap((length) => [0, 1, 5].map((lead) => ({ length, lead })));

  test.each(cycles)(
    "a cycle of $length cursors behind $lead others is found",
    async ({ length, lead }) => {
      const sick = vendorOf(({ cursor }, call) => {
        const place = placeOf(cursor);
        const next = place + 1 < lead + length ? place + 1 : lead;
        return { ids: [`new${call}`], more: true, next: `c${next}` };
      });
      const { error, requests } = await serve(sick, 1);
      expect(error).toMatchObject({ code: "protocol" });
      expect(requests).toBeLessThanOrEqual(4 * (lead + length) + 4);
    },
  );

  test.each([1, 2, 3, 4, 5, 6])(
    "page %i that points to itself is known at once, and not asked for again",
    async (at) => {
      const steps = ids("s", at + 1).map((id) => [id]);
      const sick = scripted(...steps);
      sick.steps[at] = { ids: [`s${at + 1}`], more: true, next: `c${at}` };
      const { error } = await serve(sick, 1);
      expect(error).toMatchObject({ code: "protocol" });
      expect(sick.cursors().filter((cursor) => cursor === `c${at}`).length).toBeLessThanOrEqual(2);
      const { continuationToken = "" } = await createAudiences({ sick })
        .list()
        .collect({ limit: at });
      const before = sick.calls.length;
      await createAudiences({ sick }).list().collect({ continuationToken });
      expect(sick.cursors().slice(before)).toEqual([`c${at}`]);
    },
  );

  test("the same page for ever under new cursors is found", async () => {
    const sick = vendorOf(({ cursor }) => ({
      ids: ids("s", 30),
      more: true,
      next: `c${placeOf(cursor) + 1}`,
    }));
    const { seen, error } = await serve(sick, 10);
    expect(seen).toEqual(ids("s", 30));
    expect(error).toMatchObject({ code: "protocol" });
  });

  test("empty pages for ever are found", async () => {
    const sick = vendorOf(({ cursor }) => {
      const place = placeOf(cursor) + 1;
      return { ids: place < 2 ? [`s${place + 1}`] : [], more: true, next: `c${place}` };
    });
    const { seen, error } = await serve(sick, 1);
    expect(seen).toEqual(["s1", "s2"]);
    expect(error).toMatchObject({ code: "protocol" });
  });

  test("a cycle that was found away from where it closes is gone on from once it is mended", async () => {
    let mended = false;
    const sick = vendorOf(({ cursor }) => {
      const place = placeOf(cursor) + 1;
      const next = place === 9 && !mended ? 3 : place;
      return { ids: [`s${place}`], more: place < 12, next: `c${next}` };
    });
    const { seen } = await serve(sick, 1, () => {
      mended = true;
    });
    expect(seen).toEqual(ids("s", 13, 0));
  });

  test("a vendor that is well is read to its end", async () => {
    const { seen, error } = await serve(scripted(...ids("s", 40).map((id) => [id])), 3);
    expect(seen).toEqual(ids("s", 40));
    expect(error).toBeNull();
  });
});
