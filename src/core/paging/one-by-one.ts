/** Items that are there already. */
export interface Handful<Item> {
  readonly items: readonly Item[];
  /** Once it is aborted, the rest is not given; the stream's next step tells why. */
  readonly signal: AbortSignal;
}

/**
 * Gives the items of a stream one by one, as a generator would that yields each of them. That one would take three
 * times as long, because it waits for each item although it is there.
 */
export function oneByOne<Item>(
  stream: AsyncGenerator<Handful<Item>, void, undefined>,
): AsyncIterableIterator<Item, void, undefined> {
  let items: Iterator<Item, void> = [].values();
  let signal: AbortSignal | undefined;
  let advancing: Promise<IteratorResult<Item, void>> | undefined;

  async function advance(): Promise<IteratorResult<Item, void>> {
    try {
      for (;;) {
        const { done, value } = await stream.next();
        if (done === true) {
          return { done, value: undefined };
        }
        items = value.items.values();
        ({ signal } = value);
        const first = items.next();
        if (first.done !== true) {
          return first;
        }
      }
    } finally {
      advancing = undefined;
    }
  }

  const iterator: AsyncIterableIterator<Item, void, undefined> = {
    next() {
      if (advancing !== undefined) {
        // Asked for before the last one came; the order of asking is the order of the items.
        const again = (): Promise<IteratorResult<Item, void>> => iterator.next();
        return advancing.then(again, again);
      }
      const result = signal?.aborted === true ? undefined : items.next();
      if (result !== undefined && result.done !== true) {
        return Promise.resolve(result);
      }
      advancing = advance();
      return advancing;
    },
    async return() {
      items = [].values();
      await stream.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** Opens a list's handfuls. */
export const inHandfuls: unique symbol = Symbol("in handfuls");

/**
 * A list that can be looped over in handfuls, too: though an item is there already, a step of an asynchronous loop costs
 * as much as the work on it.
 */
export interface HandfulList<Item> extends AsyncIterable<Item> {
  [inHandfuls](): AsyncGenerator<Handful<Item>, void, undefined>;
}

export const isInHandfuls = (list: object): list is HandfulList<unknown> => inHandfuls in list;

/** @param open for each loop over the list */
export const handfulList = <Item>(
  open: () => AsyncGenerator<Handful<Item>, void, undefined>,
): HandfulList<Item> => ({
  [Symbol.asyncIterator]: () => oneByOne(open()),
  [inHandfuls]: open,
});
