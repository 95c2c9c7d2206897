/** A file of the page, as it is served. */
export interface PageAsset {
  /** For `content-type`. */
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** A file's name without folders decides its type; of others than these the page has none. */
export function asset(name: string, body: Uint8Array<ArrayBuffer>): PageAsset {
  const type = types[name.slice(name.lastIndexOf("."))];
  if (type === undefined) {
    throw new Error(`The page has no files like ${name}. Give its ending a type in asset.ts.`);
  }
  return { type, body };
}
