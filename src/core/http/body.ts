/** Thrown for a body above the cap; `core/http.ts` turns it into `invalid_response`. */
export const tooLarge: unique symbol = Symbol("body too large");

/** Stands for a body that is not UTF-8, and so not JSON; nothing is read into it. */
const unreadable = "\ufffd";

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const texts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
    return texts.join("") + decoder.decode();
  } catch {
    return unreadable;
  }
}

/**
 * Reads a body as UTF-8 up to a cap, counted after decompression. An abort gives the body up, also where the fetch in
 * use does not listen.
 * @throws `tooLarge` above the cap, and whatever the stream throws.
 */
export async function readText(
  response: Response,
  maximum: number,
  signal?: AbortSignal | null,
): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return "";
  }
  const giveUp = (): void => {
    reader.cancel().catch(() => undefined);
  };
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted === true) {
    giveUp();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    length += value.byteLength;
    if (length > maximum) {
      giveUp();
      throw tooLarge;
    }
    chunks.push(value);
  }
  signal?.removeEventListener("abort", giveUp);
  return decode(chunks);
}
