/** A multiple of three, so that the pieces join to what the whole would give. */
const pieceLength = 3 * 8192;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += pieceLength)
    text += btoa(binaryOf(bytes.subarray(start, start + pieceLength)));
  return text;
}

/** Applied, not spread: a spread goes through an iterator, byte by byte. */
const binaryOf = (bytes: Uint8Array): string =>
  Reflect.apply(String.fromCharCode, undefined, bytes);

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  // One by one: `Uint8Array.from` takes ten times as long, and an upload may have 50 MB.
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
