import { builtin } from "./builtin.ts";
import { quiet } from "./hooks.ts";
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

/**
 * Tells the hooks, and `diagnostics_channel` as `audiencekit:request`, `audiencekit:page`, `audiencekit:retry` and
 * `audiencekit:diagnostic`; elsewhere than in Node there is none, and the hooks alone are told.
 */
export function listenersOf(hooks: Hooks): Hooks {
  const module = builtin("node:diagnostics_channel");
  const channels = isDiagnosticsChannel(module) ? module : undefined;
  function listener<Event>(
    name: string,
    hook: ((event: Event) => void) | undefined,
  ): ((event: Event) => void) | undefined {
    const listen = quiet(hook);
    const channel = channels?.channel(`audiencekit:${name}`);
    if (channel === undefined) {
      return listen;
    }
    return (event) => {
      listen?.(event);
      if (channel.hasSubscribers) {
        channel.publish(event);
      }
    };
  }
  return {
    onRequest: listener("request", hooks.onRequest),
    onPage: listener("page", hooks.onPage),
    onRetry: listener("retry", hooks.onRetry),
    onDiagnostic: listener("diagnostic", hooks.onDiagnostic),
  };
}
