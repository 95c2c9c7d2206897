/** Thrown for a body above the cap; `core/http.ts` turns it into `invalid_response`. */
export const tooLarge: unique symbol = Symbol("body too large");

/**
 * Reads a body as UTF-8 up to a cap, counted after decompression.
 * @throws `tooLarge` above the cap, a TypeError where the bytes are not UTF-8, and whatever the stream throws.
 */
export async function readText(response: Response, maximum: number): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return "";
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
      await reader.cancel().catch(() => undefined);
      throw tooLarge;
    }
    chunks.push(value);
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}
