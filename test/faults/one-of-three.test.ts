import nock from "nock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ListOrder } from "../../src/core/paging/merge.ts";
import { errorOf } from "../support/core-read.ts";
import { vendors } from "./support/dialects.ts";
import { pageSize } from "./support/emulated.ts";
import { outcomeOf } from "./support/fault.ts";
import { createMergedWorld } from "./support/merged.ts";
import { faultsOfOne, figureOfOne } from "./table/one-of-three.ts";

beforeAll(() => nock.restore());

const orders: readonly ListOrder[] = ["rounds", "arrival"];
const cells = faultsOfOne.flatMap((fault) =>
  vendors.flatMap((vendor) => orders.map((order) => ({ name: fault.name, fault, vendor, order }))),
);
const named = ({ provider, id }: { provider: string; id: string }): string => `${provider} ${id}`;
let met = 0;
afterAll(() => void process.stdout.write(`${figureOfOne(met)}\n`));

test.each(cells)("$vendor $name, in $order: the others are read to their end", async (cell) => {
  const { fault, vendor, order } = cell;
  await using world = await createMergedWorld(fault, [vendor]);
  const outcome = outcomeOf(fault, vendor);
  const listing = world.audiences(fault.options).list({ pageSize, order });

  const first = await listing.collect();
  for (const other of vendors) {
    const { status, error } = first.report.providers[other] ?? {};
    const code = outcome.ends === "failed" ? outcome.code : undefined;
    expect([status, error?.code]).toEqual(other === vendor ? ["failed", code] : ["end", undefined]);
  }
  expect(first.report.complete).toBe(false);

  const thrown = await errorOf(() => listing.toArray());
  expect(thrown).toMatchObject({ code: "incomplete", provider: vendor });
  expect(thrown.causes).toHaveLength(1);

  world.heal();
  for (const continuationToken of [first.continuationToken, thrown.continuationToken]) {
    const rest = await world.audiences().list({ pageSize, order }).collect({ continuationToken });
    expect(rest.items.every(({ provider }) => provider === vendor)).toBe(true);
    expect([...first.items, ...rest.items].map(named).toSorted()).toEqual(world.all().toSorted());
    expect(rest.report.complete).toBe(true);
  }
  met += 1;
});

describe.each(vendors)("%s hangs", (vendor) => {
  test("in order of arrival, the others do not wait for it", async () => {
    const fault = faultsOfOne.find(({ name }) => name === "hanging");
    await using world = await createMergedWorld(fault, [vendor]);
    // With the deadline of half a minute that is the default: nothing ends the hanging but leaving.
    const others = world.all().filter((name) => !name.startsWith(vendor));
    const seen: string[] = [];
    for await (const audience of world.audiences().list({ pageSize, order: "arrival" })) {
      seen.push(named(audience));
      if (seen.length === others.length) {
        break;
      }
    }
    expect(seen.toSorted()).toEqual(others.toSorted());
    await world.worlds[vendor].server.quiet();
  });
});

describe("all of them down", () => {
  test.each(faultsOfOne)("$name: never an empty success", async (fault) => {
    await using world = await createMergedWorld(fault, vendors);
    const { items, report, continuationToken } = await world
      .audiences(fault.options)
      .list({ pageSize })
      .collect();
    const outcome = outcomeOf(fault, "whop");
    const pages = outcome.ends === "failed" ? outcome.pages : 0;
    expect(items).toHaveLength(pages * pageSize * vendors.length);
    expect(report.complete).toBe(false);
    expect(Object.values(report.providers).map(({ status }) => status)).toEqual(
      vendors.map(() => "failed"),
    );
    world.heal();
    const rest = await world.audiences().list({ pageSize }).collect({ continuationToken });
    expect([...items, ...rest.items].map(named).toSorted()).toEqual(world.all().toSorted());
  });
});

test("the same id at two vendors is two audiences", async () => {
  const id = "the-same-id";
  const { memory } = await import("../../adapters/memory.ts");
  const { createAudiences } = await import("../../src/core/audiences.ts");
  const one = memory({ audiences: [{ id }] });
  const items = await createAudiences({ one, other: one }).list().toArray();
  expect(items.map(named)).toEqual([`one ${id}`, `other ${id}`]);
});
