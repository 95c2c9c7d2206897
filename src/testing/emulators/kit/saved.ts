import type { VirtualClock } from "./clock.ts";
import type { Vendor } from "./operations.ts";

/** The version changes when the shape of what is saved does. */
const version = 1;

/** What is saved of every vendor, before its own content. */
interface SavedHead {
  readonly vendor: Vendor;
  readonly version: number;
  /** What the clock said, in epoch milliseconds. */
  readonly now: number;
}

export const saveState = (vendor: Vendor, clock: VirtualClock, content: object): string => {
  const head: SavedHead = { vendor, version, now: clock.now() };
  return JSON.stringify({ ...head, ...content });
};

/**
 * Reads what `saveState` wrote, and moves the clock to where it stood: what was under way goes on,
 * and time does not run backwards.
 */
export function restoreState<Content extends object>(
  vendor: Vendor,
  clock: VirtualClock,
  text: string | undefined,
  parse: (text: string) => Content & SavedHead,
): Content | undefined {
  if (text === undefined) return undefined;
  const saved = parsed(text, parse);
  // Text that is JSON may still be anything.
  if (saved?.vendor !== vendor || saved.version !== version)
    throw new RangeError(`This is not a state that the ${vendor} emulator of this version saved.`);
  clock.advance(Math.max(0, saved.now - clock.now()));
  return saved;
}

function parsed<Saved>(text: string, parse: (text: string) => Saved): Saved {
  try {
    return parse(text);
  } catch (cause) {
    throw new RangeError("An emulator's state is the text that its save() gave.", { cause });
  }
}

/** The states of several vendors as one text. */
export const joinStates = (states: readonly (readonly [vendor: Vendor, state: string])[]): string =>
  JSON.stringify(Object.fromEntries(states));

/** The `state` option of each vendor. */
export function splitState(text: string | undefined): Partial<Record<Vendor, { state: string }>> {
  if (text === undefined) return {};
  const states = parsed<Partial<Record<Vendor, unknown>> | null>(text, JSON.parse);
  const { whop, batch, sonarly } = states ?? {};
  return { whop: optionOf(whop), batch: optionOf(batch), sonarly: optionOf(sonarly) };
}

function optionOf(state: unknown): { state: string } {
  if (typeof state === "string") return { state };
  throw new RangeError("This is not the state of all three emulators.");
}
