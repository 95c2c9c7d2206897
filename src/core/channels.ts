import { builtin } from "./builtin.ts";
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
 * Passes what the hooks are told on to `diagnostics_channel` as `audiencekit:request`, `audiencekit:page`,
 * `audiencekit:retry` and `audiencekit:diagnostic`; elsewhere than in Node there is none, and nothing happens.
 */
export function withChannels(hooks: Hooks): Hooks {
  const module = builtin("node:diagnostics_channel");
  if (!isDiagnosticsChannel(module)) {
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
