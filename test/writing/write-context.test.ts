import { expect, test } from "vitest";

import { capabilities } from "../../src/core/contract.ts";
import type { Capability } from "../../src/core/contract.ts";
import { contextOf } from "../../src/core/writing/write-context.ts";
import type { MemberWriteOptions } from "../../src/core/writing/writing.ts";
import { errorOf, untyped } from "../support/core-read.ts";

const all: MemberWriteOptions = {
  signal: undefined,
  idempotencyKey: "k1",
  normalize: undefined,
  distinct: true,
  onRejected: undefined,
  onWritten: undefined,
  journal: undefined,
};
const ofMembers: readonly Capability[] = [
  "create",
  "addMembers",
  "removeMembers",
  "replaceMembers",
];

/** Whether an operation takes an option of this name. */
function isKnown(operation: Capability, name: string): boolean {
  try {
    contextOf("shop", operation, untyped({ [name]: Reflect.get(all, name) }), {});
    return true;
  } catch {
    return false;
  }
}

test.each(ofMembers)("%s knows every option of a write of members", (operation) => {
  const names = [...Object.keys(all), "Signal"];
  expect(names.filter((name) => isKnown(operation, name))).toEqual(Object.keys(all));
});

test.each(capabilities.filter((one) => !ofMembers.includes(one)))(
  "%s knows the signal and the key alone",
  (operation) => {
    const taken = Object.keys(all).filter((name) => isKnown(operation, name));
    expect(taken).toEqual(["signal", "idempotencyKey"]);
  },
);

test.each(["!", "~", "k1", "k".repeat(200)])("%j is a key", (idempotencyKey) => {
  const context = contextOf("shop", "create", { idempotencyKey }, {});
  expect(context).toMatchObject({ provider: "shop", operation: "create", idempotencyKey });
});

test.each(["", " ", "k 1", "k\u007f", "ä", "k".repeat(201)])(
  "%j is none",
  async (idempotencyKey) => {
    const error = await errorOf(() => contextOf("shop", "create", { idempotencyKey }, {}));
    expect(error.code).toBe("invalid_argument");
  },
);
