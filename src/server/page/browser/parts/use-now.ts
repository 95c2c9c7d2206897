import { useEffect, useMemo, useState } from "preact/hooks";

const every = 20_000;

/**
 * The server's time, which goes on with the browser's clock: ages stay right where the two disagree.
 * Without an answer yet, the browser's own.
 */
export function useNow(generatedAt: string | undefined): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      setTick((tick) => tick + 1);
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const answer = useMemo(
    () => ({ time: Date.parse(generatedAt ?? ""), heard: performance.now() }),
    [generatedAt],
  );
  return Number.isNaN(answer.time) ? Date.now() : answer.time + performance.now() - answer.heard;
}
