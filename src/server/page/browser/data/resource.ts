/** Something that is read from the server: while it is read anew, and when that fails, the last answer stays. */
export interface Resource<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
}

export const pending: Resource<never> = { value: undefined, error: undefined, loading: true };

/** Reads one resource after the other's wish: a newer wish makes the older answer worthless. */
export class Reader<T> {
  #round = 0;
  #state: Resource<T> = pending;
  readonly #read: (signal: AbortSignal) => Promise<T>;
  readonly #changed: () => void;
  #controller = new AbortController();

  constructor(read: (signal: AbortSignal) => Promise<T>, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  get state(): Resource<T> {
    return this.#state;
  }

  /** Changes what is there without asking. */
  amend(change: (value: T) => T): void {
    if (this.#state.value !== undefined) {
      this.#become({ ...this.#state, value: change(this.#state.value) });
    }
  }

  /** Nobody waits for the answer any more. */
  stop(): void {
    this.#round += 1;
    this.#controller.abort();
  }

  async refresh(): Promise<void> {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#round += 1;
    const round = this.#round;
    this.#become({ ...this.#state, loading: true });
    try {
      const value = await this.#read(this.#controller.signal);
      this.#end(round, { value, error: undefined, loading: false });
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#end(round, { value: this.#state.value, error, loading: false });
    }
  }

  #end(round: number, state: Resource<T>): void {
    if (round === this.#round) {
      this.#become(state);
    }
  }

  #become(state: Resource<T>): void {
    this.#state = state;
    this.#changed();
  }
}
