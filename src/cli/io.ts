/** A stream that text is written to. */
export interface Channel {
  /** Settles once the text is on its way; rejects with what `isClosedPipe` knows once nobody reads any more. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** The terminal's width, where there is one. */
  readonly columns: number | undefined;
}

/** Where a person or a pipe gives something in. */
export interface Input {
  readonly isTTY: boolean;
  /** All of it, to be read once. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The next line, without its end; `undefined` = nothing comes any more. Rejects with the signal's reason. */
  line(signal: AbortSignal): Promise<string | undefined>;
}

/** Everything a command touches outside of itself; given, so that a test needs no process. */
export interface Io {
  readonly stdout: Channel;
  readonly stderr: Channel;
  /** @default there is nothing to read, and nobody to ask */
  readonly stdin?: Input | undefined;
  /** Filled up from `.env`, so that a configuration written in TypeScript sees it as well. */
  readonly env: Record<string, string | undefined>;
  readonly cwd: string;
  /** Aborted by Ctrl-C and SIGTERM, with a reason made by `interruption`. */
  readonly signal: AbortSignal;
}

/** Whether writing failed because the reader, such as `head`, has seen enough. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

/** Colours are for terminals, and only where nobody asked for none. */
export function wantsColour(channel: Channel, env: Io["env"]): boolean {
  return channel.isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
