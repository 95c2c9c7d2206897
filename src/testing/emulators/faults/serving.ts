import { isBreaking, never } from "./streams.ts";

/**
 * A body that breaks breaks its connection. A server left to itself would put the error on the
 * console, or into the body.
 */
export function breakable(answer: Response, breakConnection: () => void): Response {
  if (answer.body === null || !isBreaking(answer.body)) return answer;
  const reader = answer.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await reader.read().catch(() => undefined);
        if (next?.value !== undefined) return controller.enqueue(next.value);
        breakConnection();
        await never(undefined);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, answer);
}
