import { encoded } from "./text/address.ts";

/** Where the page is. It stands after the `#`, so a view can be linked, and going back works. */
export type Route =
  | { readonly view: "overview" | "changes" | "migrations" }
  | { readonly view: "audiences"; readonly query: URLSearchParams }
  | { readonly view: "audience"; readonly provider: string; readonly id: string }
  | { readonly view: "unknown" };

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = split(hash.replace(/^#\/?/, ""), "?");
  const [view = "", provider = "", id = ""] = path.split("/");
  switch (view) {
    case "":
      return { view: "overview" };
    case "changes":
    case "migrations":
      return { view };
    case "audiences":
      return { view, query: new URLSearchParams(query) };
    case "audience":
      return audienceRoute(provider, id);
    default:
      return { view: "unknown" };
  }
}

function audienceRoute(provider: string, id: string): Route {
  try {
    const route = { provider: decodeURIComponent(provider), id: decodeURIComponent(id) };
    return route.provider === "" || route.id === ""
      ? { view: "unknown" }
      : { view: "audience", ...route };
  } catch {
    return { view: "unknown" }; // a stray % in a link that was typed
  }
}

function split(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

export function audienceLink(audience: { readonly provider: string; readonly id: string }): string {
  return `#/audience/${encoded(audience.provider)}/${encoded(audience.id)}`;
}

/** The table, narrowed to what is given. */
export function audiencesLink(filter: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(filter).toString();
  return query === "" ? "#/audiences" : `#/audiences?${query}`;
}
