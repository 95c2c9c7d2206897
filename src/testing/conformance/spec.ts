import type { AnyAdapter } from "../../core/contract.ts";
import type { HttpOptions } from "../../core/http-options.ts";

/** One page of a vendor's list: the request that asks for it and the file that answers it. */
export interface PageExchange {
  /** The method and the whole address: `GET https://api.example.com/v1/audiences?limit=2`. */
  readonly request: string;
  readonly answer: string;
}

/** Where things are in a vendor's page, as dotted paths, so that the suite can spoil them one by one. */
export interface PageShape {
  /** The list: `data.items`. */
  readonly items: string;
  /** The flag that says whether there is more: `data.hasMore`. */
  readonly more: string;
  /** The cursor of the next page: `data.nextCursor`. */
  readonly next: string;
  /** The field that a record cannot do without: `id`. */
  readonly key: string;
  /** The query parameter that holds the page size: `limit`. */
  readonly pageSize: string;
}

export interface ListSpec {
  /** The page size that the requests ask for. */
  readonly pageSize: number;
  readonly shape: PageShape;
  /** A whole list of two pages at least, in its order. */
  readonly pages: readonly PageExchange[];
  /** The answer of a vendor that has none. */
  readonly empty: string;
}

export interface ListMembersSpec extends ListSpec {
  /** The audience whose members they are. */
  readonly id: string;
}

export interface GetSpec {
  readonly id: string;
  readonly request: string;
  readonly answer: string;
  /** What the vendor answers for an id that it does not know. */
  readonly missing: { readonly status: number; readonly answer: string };
}

/** One refusal in the vendor's own words. */
export interface FailureSpec {
  /** A status of 4xx that is not repeated. */
  readonly status: number;
  readonly answer: string;
  /** The vendor's message in that answer. */
  readonly message: string;
  /** The vendor's code in that answer, where it has one. */
  readonly code?: string | undefined;
}

/** What the suite has to know of an adapter that speaks HTTP. File names are of the adapter's own fixtures. */
export interface AdapterSpec {
  /** Makes the adapter with test credentials; these options go last, so that they win. */
  readonly adapter: (options: HttpOptions) => AnyAdapter;
  /** The credential that it was made with; it may be in a header, and nowhere else. */
  readonly secret: string;
  /** Headers that every request must carry. */
  readonly headers: Readonly<Record<string, string>>;
  readonly list: ListSpec;
  readonly get?: GetSpec | undefined;
  readonly listMembers?: ListMembersSpec | undefined;
  readonly failure: FailureSpec;
}

export interface HeldListSpec {
  /** A size at which what is held takes two pages at least. */
  readonly pageSize: number;
}

/** What the suite has to know of an adapter that asks nobody: it runs the behavioural half. */
export interface HeldAdapterSpec {
  readonly adapter: () => AnyAdapter;
  /** The same adapter with nothing in it. */
  readonly empty: () => AnyAdapter;
  readonly list: HeldListSpec;
  readonly get?: { readonly id: string; readonly missing: string } | undefined;
  /** `empty`: an audience, in `adapter`, without members. */
  readonly listMembers?:
    | (HeldListSpec & { readonly id: string; readonly empty: string })
    | undefined;
}

/** The parts of a test runner that the suite needs; every runner has them under some name. */
export interface ConformanceRunner {
  readonly describe: (title: string, define: () => void) => void;
  readonly test: (title: string, run: () => Promise<void>) => void;
  /** The text of one of an adapter's fixtures. */
  readonly fixture: (adapter: string, file: string) => string | Promise<string>;
  /** Compares a text with the one recorded under this name, or records it. */
  readonly snapshot: (adapter: string, name: string, text: string) => void | Promise<void>;
  /** The capabilities that the docs give this adapter. */
  readonly documented: (adapter: string) => readonly string[] | Promise<readonly string[]>;
}
