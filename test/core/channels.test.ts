import { describe, expect, test } from "vitest";

import { builtin } from "../../src/core/builtin.ts";
import { listenersOf } from "../../src/core/channels.ts";
import { quiet } from "../../src/core/hooks.ts";
import { untyped } from "../support/core-read.ts";
import { settle } from "../support/core-timing.ts";

/** Runs a piece where this is the process, as a runtime other than Node has it. */
function where<Result>(host: unknown, run: () => Result): Result {
  const own = Object.getOwnPropertyDescriptor(globalThis, "process") ?? {};
  Object.defineProperty(globalThis, "process", { value: host, configurable: true });
  try {
    return run();
  } finally {
    Object.defineProperty(globalThis, "process", own);
  }
}

describe("a module of the host", () => {
  test("is that of Node where there is one", () => {
    expect(builtin("node:diagnostics_channel")).toHaveProperty("channel");
    expect(builtin("node:no-such-module")).toBeUndefined();
  });

  test.for([undefined, null, "process", {}, { getBuiltinModule: "none" }])(
    "is none where the process is %j",
    (host) => {
      expect(where(host, () => builtin("node:fs"))).toBeUndefined();
    },
  );

  test("is asked of the process by its name", () => {
    const host = {
      fs: "the file system",
      getBuiltinModule(name: string): unknown {
        return [this.fs, name];
      },
    };
    expect(where(host, () => builtin("node:fs"))).toEqual(["the file system", "node:fs"]);
  });
});

describe("channels", () => {
  test.for([undefined, null, "text", {}])("are none where the module is %j", (module) => {
    const host = { getBuiltinModule: () => module };
    for (const process of [host, undefined]) {
      const told: unknown[] = [];
      const hooks = where(process, () => listenersOf({ onPage: (event) => told.push(event) }));
      expect(hooks).toEqual({ onPage: expect.any(Function) });
      hooks.onPage?.(untyped(1));
      expect(told).toEqual([1]);
    }
  });

  test("are told what the hooks are told, where somebody listens", () => {
    const published: unknown[] = [];
    const channel = (name: string) => ({
      hasSubscribers: name !== "audiencekit:retry",
      publish: (event: unknown) => published.push([name, event]),
    });
    const host = { getBuiltinModule: () => ({ channel }) };
    const told: unknown[] = [];
    const hooks = where(host, () => listenersOf({ onRetry: (event) => told.push(event) }));
    hooks.onRequest?.(untyped(1));
    hooks.onPage?.(untyped(2));
    hooks.onRetry?.(untyped(3));
    hooks.onDiagnostic?.(untyped(4));
    expect(told).toEqual([3]);
    expect(published).toEqual([
      ["audiencekit:request", 1],
      ["audiencekit:page", 2],
      ["audiencekit:diagnostic", 4],
    ]);
  });
});

describe("hooks", () => {
  test("that are not there stay so", () => {
    expect(quiet(undefined)).toBeUndefined();
    expect(where(undefined, () => listenersOf({}))).toEqual({});
  });

  test("are told at once, each what is its own", async () => {
    const told: unknown[] = [];
    const tell = (name: string) => (event: unknown) => told.push([name, event]);
    const hooks = listenersOf({
      onRequest: tell("request"),
      onPage: tell("page"),
      onRetry: tell("retry"),
      onDiagnostic: tell("diagnostic"),
    });
    hooks.onRequest?.(untyped(1));
    hooks.onPage?.(untyped(2));
    hooks.onRetry?.(untyped(3));
    hooks.onDiagnostic?.(untyped(4));
    expect(told).toEqual([
      ["request", 1],
      ["page", 2],
      ["retry", 3],
      ["diagnostic", 4],
    ]);
    await settle();
  });
});
