/** So many requests in so many seconds; the window opens with the first of them. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

export interface Limiter {
  /** Milliseconds to wait, or 0 when this request is within the limit and has been counted. */
  readonly take: (subject: string, now: number) => number;
}

export function createLimiter({ requests, seconds }: RateLimit): Limiter {
  const windows = new Map<string, { readonly openedAt: number; count: number }>();
  return {
    take(subject, now) {
      const current = windows.get(subject);
      if (current === undefined || now >= current.openedAt + seconds * 1000) {
        windows.set(subject, { openedAt: now, count: 1 });
        return 0;
      }
      if (current.count >= requests) return current.openedAt + seconds * 1000 - now;
      current.count += 1;
      return 0;
    },
  };
}
