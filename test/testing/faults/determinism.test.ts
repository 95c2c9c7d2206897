import { describe, expect, test } from "vitest";
import { inProcess, statuses, vendors } from "./support.ts";

describe.each(vendors)("determinism: %s", (vendor) => {
  const script = [
    "chance 0.3: 503",
    `${vendor}.list page 2 times 2: empty page`,
    `${vendor}.list page 3: odd cursor long`,
    `${vendor}.list chance 0.5: error envelope`,
  ].join("\n");
  const run = async (seed: number): Promise<readonly unknown[]> => {
    const list = inProcess(vendor, script, { seed });
    const texts: unknown[] = [];
    let cursor: unknown;
    for (let number = 0; number < 12; number += 1) {
      const answer = await list.ask({ cursor });
      texts.push(answer.status, answer.text);
      cursor = answer.next ?? cursor;
    }
    return texts;
  };

  test("the same seed gives the same faults, byte for byte; another gives others", async () => {
    const once = await run(7);
    expect(await run(7)).toEqual(once);
    const others = await Promise.all([1, 2, 3].map(run));
    const codes = [once, ...others].map((texts) =>
      texts.filter((one) => typeof one === "number").join(),
    );
    expect(new Set(codes).size).toBeGreaterThan(1);
  });

  test("another rule does not change by what chance a rule is met", async () => {
    const alone = inProcess(vendor, "chance 0.5: 503");
    const among = inProcess(vendor, "chance 0.5: 503");
    among.faults.add(`${vendor}.list chance 0.5: delay 0`);
    expect(await statuses(among, 20)).toEqual(await statuses(alone, 20));
  });
});
