/** A fingerprint of bytes that arrive piece by piece. */
export interface Fingerprint {
  readonly add: (bytes: Uint8Array) => void;
  /** 16 hexadecimal digits. */
  readonly text: () => string;
}

/**
 * FNV-1a twice, from two beginnings: Web Crypto digests only what is whole, and this has to tell
 * files apart, not to withstand anybody.
 */
export function createFingerprint(): Fingerprint {
  let one = 0x811c9dc5;
  let other = 0x050c5d1f;
  return {
    add(bytes) {
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index] ?? 0;
        one = Math.imul(one ^ byte, 0x01000193);
        other = Math.imul(other ^ byte, 0x01000193) + 1;
      }
    },
    text: () => digits(one) + digits(other),
  };
}

const digits = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

/** The fingerprint an emulator reports of an upload, for whoever has the same bytes. */
export function fingerprint(content: string | Uint8Array): string {
  const made = createFingerprint();
  made.add(typeof content === "string" ? new TextEncoder().encode(content) : content);
  return made.text();
}
