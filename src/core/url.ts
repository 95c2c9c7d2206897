import { invalidArgument } from "./errors.ts";
import { isWellFormed } from "./well-formed.ts";

/** A path whose every part went through `path`; a plain string is not one. */
export type Path = string & { readonly " path": true };

function encode(text: string): string {
  if (!isWellFormed(text)) {
    throw invalidArgument(
      "An id or a cursor that holds half a character cannot be part of an address; pass what the vendor gave.",
    );
  }
  return encodeURIComponent(text);
}

function encodePart(part: string): string {
  if (part === "" || part === "." || part === "..") {
    throw invalidArgument(
      `The id ${JSON.stringify(part)} cannot be part of an address; pass what the vendor gave.`,
    );
  }
  return encode(part);
}

/**
 * Builds a path in which every part is percent-encoded: path`audiences/${id}`. The only way for an id into a URL.
 * @throws AudienceError `invalid_argument` for a part that a URL would swallow: empty, `.` or `..`.
 */
export function path(literals: TemplateStringsArray, ...parts: readonly string[]): Path {
  const joined = parts.reduce(
    (left, part, index) => left + encodePart(part) + (literals[index + 1] ?? ""),
    literals[0] ?? "",
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- giving the brand is what this is for
  return joined as Path;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function queryString(query: Query | undefined): string {
  let text = "";
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      text += `${text === "" ? "?" : "&"}${encode(name)}=${encode(String(value))}`;
    }
  }
  return text;
}

/** Hosts that are this machine. */
export const loopback: RegExp = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks an address that keys and customers' data will be sent to.
 * @throws AudienceError `invalid_argument` unless it is https, or http on loopback.
 */
export function checkBaseUrl(vendor: string, baseUrl: string): string {
  const remedy = `pass the address with its version path, such as https://api.example.com/v1`;
  if (!URL.canParse(baseUrl)) {
    throw invalidArgument(`${vendor}: baseUrl is not a URL; ${remedy}.`);
  }
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw invalidArgument(`${vendor}: baseUrl must begin with https://; ${remedy}.`);
  }
  if (url.protocol === "http:" && !loopback.test(url.hostname)) {
    throw invalidArgument(
      `${vendor}: baseUrl must begin with https://, because the key is sent there; http:// is for this machine only.`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw invalidArgument(
      `${vendor}: baseUrl must not hold a user, a password, a query or a fragment; ${remedy}.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

// oxlint-disable-next-line no-control-regex -- control characters are what this refuses
const forbiddenInHeader = /[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/;

/**
 * Checks an option that goes into a header or an address.
 * @throws AudienceError `invalid_argument` if it is missing, empty, padded, or holds a line break.
 */
export function requireText(vendor: string, option: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw invalidArgument(`${vendor}: ${option} is missing or empty; pass it to the adapter.`);
  }
  if (forbiddenInHeader.test(value)) {
    throw invalidArgument(
      `${vendor}: ${option} holds a line break or another character that cannot be sent; copy it again without it.`,
    );
  }
  if (value.trim() !== value) {
    throw invalidArgument(`${vendor}: ${option} begins or ends with a space; copy it again.`);
  }
  return value;
}

/**
 * Checks options that an adapter cannot do without, also where a program without types gave none at all.
 * @throws AudienceError `invalid_argument` that names the first that is missing
 */
export function requireOptions(vendor: string, options: unknown, names: readonly string[]): void {
  const given = new Map(Object.entries(Object(options)));
  for (const name of names) {
    requireText(vendor, name, given.get(name));
  }
}
