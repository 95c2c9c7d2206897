/** Runs what is given for one name one after the other. */
export type Queue = <Result>(name: string, action: () => Promise<Result>) => Promise<Result>;

export function createQueue(): Queue {
  const last = new Map<string, Promise<unknown>>();
  return async (name, action) => {
    const before = last.get(name);
    // Whoever was before has told of its own failure.
    const run = before === undefined ? action() : before.then(action, action);
    last.set(name, run);
    try {
      return await run;
    } finally {
      if (last.get(name) === run) {
        last.delete(name);
      }
    }
  };
}
