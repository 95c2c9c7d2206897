import assert from "node:assert/strict";

import { expectRejection, expectWhole } from "../expect.ts";
import { spoil } from "../json.ts";
import type { ConformanceRunner } from "../spec.ts";
import { pagedOf, readAll } from "../trial.ts";
import type { Outcome, Trial } from "../trial.ts";
import type { Case } from "./case.ts";
import { expectAllHandled } from "./stopping.ts";
import { expectModel, recorded } from "./whole.ts";

/** A list of an adapter that asks nobody. */
export interface HeldList {
  readonly name: "list" | "listMembers";
  readonly id: string;
  readonly pageSize: number;
  readonly start: () => Trial;
  readonly startEmpty: () => Trial;
  readonly emptyId: string;
}

export function listCases(
  list: HeldList,
  name: string,
  runner: ConformanceRunner,
): readonly Case[] {
  const { name: operation, id, pageSize, start } = list;
  const read = (trial: Trial, options = {}): Promise<Outcome> =>
    readAll(trial, pagedOf(trial, operation, id, { pageSize, ...options }));
  return [
    {
      title: `2. ${operation} takes two pages at least`,
      async run() {
        const trial = start();
        expectWhole(await read(trial));
        assert.ok(trial.requests.length >= 2, "one page proves nothing about paging");
      },
    },
    {
      title: `3. every record of ${operation} is of the model, and the whole result is as recorded`,
      async run() {
        const outcome = await read(start());
        expectModel(operation, expectWhole(outcome));
        await runner.snapshot(name, operation, recorded(outcome));
      },
    },
    {
      title: `4. ${operation} of nothing yields nothing, and ends`,
      async run() {
        const trial = list.startEmpty();
        const paged = pagedOf(trial, operation, list.emptyId, { pageSize });
        assert.deepEqual(expectWhole(await readAll(trial, paged)), []);
        assert.equal(trial.requests.length, 1);
      },
    },
    {
      title: `5. ${operation} goes on behind each item, and asks only for what follows`,
      async run() {
        const whole = start();
        const all = expectWhole(await read(whole));
        let done = 0;
        for await (const page of pagedOf(start(), operation, id, { pageSize }).byPage({
          size: 1,
        })) {
          done += page.items.length;
          if (page.continuationToken !== undefined) {
            const later = start();
            const { continuationToken } = page;
            const rest = await pagedOf(later, operation, id, { pageSize }).collect({
              continuationToken,
            });
            assert.deepEqual(rest.items, all.slice(done));
            assert.deepEqual(later.requests, whole.requests.slice(Math.floor(done / pageSize)));
          }
        }
        assert.equal(done, all.length);
      },
    },
    {
      title: `6. ${operation} gives no more than maxPageSize in one page`,
      async run() {
        const { adapter } = start();
        const request = { cursor: undefined, pageSize: Number.MAX_SAFE_INTEGER, id };
        const context = { provider: name, operation };
        const page = await (operation === "list"
          ? adapter.list(request, context)
          : adapter.listMembers?.(request, context));
        assert.ok(page !== undefined && page.items.length <= adapter.maxPageSize);
      },
    },
    {
      title: `17. ${operation} with an aborted signal asks nothing`,
      async run() {
        const reason = new Error("the caller has had enough");
        const trial = start();
        await expectRejection(() => read(trial, { signal: AbortSignal.abort(reason) }), reason);
        assert.deepEqual(trial.requests, []);
      },
    },
    {
      title: `18. ${operation} left early asks nothing more`,
      async run() {
        const trial = start();
        await expectAllHandled(async () => {
          for await (const item of pagedOf(trial, operation, id, { pageSize: 1 })) {
            assert.ok(item);
            break;
          }
        });
        assert.ok(trial.requests.length <= 2, "it had asked for more than one page ahead");
      },
    },
    {
      title: `24. ${operation} gives copies: what is done to them changes nothing`,
      async run() {
        const trial = start();
        const expected = JSON.stringify(expectWhole(await read(trial)));
        spoil(expectWhole(await read(trial)));
        assert.equal(JSON.stringify(expectWhole(await read(trial))), expected);
      },
    },
  ];
}
