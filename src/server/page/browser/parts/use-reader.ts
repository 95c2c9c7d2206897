import { useEffect, useMemo, useState } from "preact/hooks";

import { Reader } from "../data/resource.ts";

/** Reads when `key` is another, and again, keeping what is there, when `version` is. */
export function useReader<T>(
  key: string,
  version: string | undefined,
  read: (signal: AbortSignal) => Promise<T>,
): Reader<T> {
  const [, setTick] = useState(0);
  const reader = useMemo(
    () =>
      new Reader(read, () => {
        setTick((tick) => tick + 1);
      }),
    [key],
  );
  useEffect(() => {
    void reader.refresh();
    return () => {
      reader.stop();
    };
  }, [reader, version]);
  return reader;
}
