import assert from "node:assert/strict";

import { expectError, expectWhole } from "../expect.ts";
import { spoil } from "../json.ts";
import type { ConformanceRunner, HeldAdapterSpec } from "../spec.ts";
import { createTrial, readOne } from "../trial.ts";
import type { Trial } from "../trial.ts";
import type { Case } from "./case.ts";
import { listCases } from "./held-lists.ts";
import type { HeldList } from "./held-lists.ts";
import { expectModel, recorded } from "./whole.ts";

function getCases(name: string, spec: HeldAdapterSpec, runner: ConformanceRunner): readonly Case[] {
  const { get } = spec;
  const start = (): Trial => createTrial(name, spec.adapter());
  return get === undefined
    ? []
    : [
        {
          title: "3. the record of get is of the model, and is as recorded",
          async run() {
            const outcome = await readOne(start(), get.id, {});
            expectModel("get", expectWhole(outcome));
            await runner.snapshot(name, "get", recorded(outcome));
          },
        },
        {
          title: "11. get of an id that is not there is not_found",
          async run() {
            expectError(await readOne(start(), get.missing, {}), "not_found");
          },
        },
        {
          title: "24. get gives a copy: what is done to it changes nothing",
          async run() {
            const trial = start();
            const expected = JSON.stringify(expectWhole(await readOne(trial, get.id, {})));
            spoil(expectWhole(await readOne(trial, get.id, {})));
            assert.equal(JSON.stringify(expectWhole(await readOne(trial, get.id, {}))), expected);
          },
        },
      ];
}

/** The cases for an adapter that asks nobody: there are no answers to spoil, and no requests to look at. */
export function held(
  name: string,
  spec: HeldAdapterSpec,
  runner: ConformanceRunner,
): readonly Case[] {
  const { list, listMembers } = spec;
  const start = (): Trial => createTrial(name, spec.adapter());
  const startEmpty = (): Trial => createTrial(name, spec.empty());
  const lists: HeldList[] = [
    { name: "list", id: "", emptyId: "", pageSize: list.pageSize, start, startEmpty },
  ];
  if (listMembers !== undefined) {
    const { id, empty: emptyId, pageSize } = listMembers;
    lists.push({ name: "listMembers", id, emptyId, pageSize, start, startEmpty: start });
  }
  return [
    ...lists.flatMap((each) => listCases(each, name, runner)),
    ...getCases(name, spec, runner),
  ];
}
