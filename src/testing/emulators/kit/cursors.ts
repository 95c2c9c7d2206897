import type { Position } from "./collection.ts";

/** What an emulator hides inside a cursor. */
export interface Bookmark extends Position {
  /** The list it belongs to, so that a cursor of one list does not open another. */
  readonly list: string;
  /** The page it leads to, counting from 1. */
  readonly page: number;
  /** Epoch milliseconds; only where cursors expire. */
  readonly issuedAt?: number | undefined;
}

/**
 * Cursors nobody can read, build or change: encrypted with AES-GCM, which also proves where they
 * come from.
 */
export interface Cursors {
  readonly seal: (bookmark: Bookmark) => Promise<string>;
  /** Undefined for whatever this emulator did not issue. */
  readonly open: (cursor: string) => Promise<Bookmark | undefined>;
}

/**
 * `base64` has "+", "/" and "=", which a client that forgets to encode a query value will break on.
 */
export type CursorAlphabet = "base64" | "base64url";

const nonceBytes = 12;

export function createCursors(secret: string, alphabet: CursorAlphabet): Cursors {
  let imported: Promise<CryptoKey> | undefined;
  const key = (): Promise<CryptoKey> =>
    (imported ??= digest(secret).then((bytes) =>
      crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]),
    ));

  return {
    async seal(bookmark) {
      const text = JSON.stringify(bookmark);
      // The nonce comes from the content instead of chance, so that the same run gives the same
      // cursors.
      const nonce = new Uint8Array((await digest(`${secret}\n${text}`)).slice(0, nonceBytes));
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv: nonce },
        await key(),
        new TextEncoder().encode(text),
      );
      return encode(new Uint8Array([...nonce, ...new Uint8Array(sealed)]), alphabet);
    },
    async open(cursor) {
      const bytes = decode(cursor, alphabet);
      if (bytes === undefined) return undefined;
      try {
        const nonce = bytes.slice(0, nonceBytes);
        const text = await crypto.subtle.decrypt(
          { name: "AES-GCM", iv: nonce },
          await key(),
          bytes.slice(nonceBytes),
        );
        const bookmark: Bookmark = JSON.parse(new TextDecoder().decode(text));
        return bookmark;
      } catch {
        return undefined;
      }
    },
  };
}

const digest = async (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));

function encode(bytes: Uint8Array, alphabet: CursorAlphabet): string {
  const text = btoa(String.fromCharCode(...bytes));
  return alphabet === "base64"
    ? text
    : text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Only the exact text that `encode` gives is taken back: no other spelling of the same bytes. */
function decode(cursor: string, alphabet: CursorAlphabet): Uint8Array<ArrayBuffer> | undefined {
  try {
    const plain = alphabet === "base64" ? cursor : cursor.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
    return encode(bytes, alphabet) === cursor ? bytes : undefined;
  } catch {
    return undefined;
  }
}
