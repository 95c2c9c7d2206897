/** A module of the host where there is one; asked of the process, so that nothing of Node is imported. */
export function builtin(name: string): unknown {
  const host: unknown = Reflect.get(globalThis, "process");
  if (typeof host !== "object" || host === null) {
    return undefined;
  }
  const load: unknown = Reflect.get(host, "getBuiltinModule");
  return typeof load === "function" ? Reflect.apply(load, host, [name]) : undefined;
}
