import type { Hooks } from "./hooks.ts";

/** What is used of Node's `diagnostics_channel`. */
interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface DiagnosticsChannel {
  channel(name: string): Channel;
}

function isDiagnosticsChannel(value: unknown): value is DiagnosticsChannel {
  return typeof value === "object" && value !== null && "channel" in value;
}

/** Node's module where there is one; asked of the process, so that nothing of Node is imported. */
function diagnosticsChannel(): DiagnosticsChannel | undefined {
  const host: unknown = Reflect.get(globalThis, "process");
  if (typeof host !== "object" || host === null) {
    return undefined;
  }
  const load: unknown = Reflect.get(host, "getBuiltinModule");
  const found: unknown =
    typeof load === "function"
      ? Reflect.apply(load, host, ["node:diagnostics_channel"])
      : undefined;
  return isDiagnosticsChannel(found) ? found : undefined;
}

/**
 * Passes what the hooks are told on to `diagnostics_channel` as `audiencekit:request`, `audiencekit:page`,
 * `audiencekit:retry` and `audiencekit:diagnostic`; elsewhere than in Node there is none, and nothing happens.
 */
export function withChannels(hooks: Hooks): Hooks {
  const module = diagnosticsChannel();
  if (module === undefined) {
    return hooks;
  }
  const tell = <Event>(
    name: string,
    hook: ((event: Event) => void) | undefined,
  ): ((event: Event) => void) => {
    const channel = module.channel(`audiencekit:${name}`);
    return (event) => {
      hook?.(event);
      if (channel.hasSubscribers) {
        channel.publish(event);
      }
    };
  };
  return {
    onRequest: tell("request", hooks.onRequest),
    onPage: tell("page", hooks.onPage),
    onRetry: tell("retry", hooks.onRetry),
    onDiagnostic: tell("diagnostic", hooks.onDiagnostic),
  };
}
