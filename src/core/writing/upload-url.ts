import { AudienceError } from "../errors.ts";
import { loopback } from "../url.ts";

const privateHost =
  /^(?:localhost|(?:10|127|0)\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1?\]|f[cde]))/i;

/**
 * Checks an address that a vendor gave for an upload: https and public, unless the vendor itself is on this machine.
 * The error does not name it, for whoever has it can write there.
 * @throws AudienceError `protocol`
 */
export function checkUploadUrl(vendor: string, address: string, baseUrl: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const local = loopback.test(new URL(baseUrl).hostname);
  const safe = url?.protocol === "https:" && !privateHost.test(url.hostname);
  if (url !== undefined && (safe || (local && loopback.test(url.hostname)))) {
    return url;
  }
  throw new AudienceError(
    "protocol",
    `${vendor}: the address given for the upload is not a public https one, so nothing was sent there. Check baseUrl.`,
  );
}
