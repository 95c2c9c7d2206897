import type { AnyAdapter } from "../../core/contract.ts";
import type { AudienceChanges } from "../../core/writing/contract.ts";
import type { HttpOptions } from "../../core/http/http-options.ts";
import type { MemberInput } from "../../core/model.ts";

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

/**
 * When the request that writes is sent again after an unclear answer: always, because twice is as good as once; under
 * the same idempotency key; after a look at whether it was done; never.
 */
export type Repeats = "always" | "keyed" | "looked" | "never";

/** One request of a write. */
export interface WriteExchange {
  /** The method and the whole address. */
  readonly request: string;
  /** Headers that it must carry, such as those that a storage host asked for. @default none but the credential's */
  readonly carries?: Readonly<Record<string, string>> | undefined;
  /** The file that its body equals: as JSON, or to the byte. @default it has none */
  readonly sends?: string | undefined;
  /** The file that answers it. @default an empty body */
  readonly answer?: string | undefined;
  /** @default 200 */
  readonly status?: number | undefined;
  /** Of the answer. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of the one request that does what was asked for, and of no other. */
  readonly repeats?: Repeats | undefined;
}

/** A whole write, request by request. */
export interface WriteSpec {
  readonly exchanges: readonly WriteExchange[];
}

export interface CreateSpec extends WriteSpec {
  /** What the vendor's `create` takes, the members aside. */
  readonly input: { readonly name: string; readonly [field: string]: unknown };
  /** Where it takes the first members with it. */
  readonly members?: readonly MemberInput[] | undefined;
}

export interface UpdateSpec extends WriteSpec {
  readonly id: string;
  readonly changes: AudienceChanges;
}

export interface DeleteSpec extends WriteSpec {
  readonly id: string;
}

export interface MembersSpec extends WriteSpec {
  readonly id: string;
  readonly members: readonly MemberInput[];
  /** Where they go in several requests of a size. */
  readonly batches?: BatchesSpec | undefined;
}

export interface BatchesSpec {
  /** The most that one request may carry. */
  readonly size: number;
  /** Where they are in a body: `ids`. */
  readonly items: string;
  /** The field that tells them apart: `id`. */
  readonly key: string;
  /** What is sent for many members and not for a few. @default nothing */
  readonly also?: readonly WriteExchange[] | undefined;
  /** The n-th of many members, and the key that it has. */
  readonly member: (index: number) => { readonly member: MemberInput; readonly key: string };
}

/** Looks at an audience: all but the last find that it is still being worked on. */
export interface WaitSpec {
  readonly id: string;
  /** From the result of a write. */
  readonly pending?: string | undefined;
  readonly looks: readonly (PageExchange & { readonly status?: number | undefined })[];
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
  readonly create?: CreateSpec | undefined;
  readonly update?: UpdateSpec | undefined;
  readonly delete?: DeleteSpec | undefined;
  readonly addMembers?: MembersSpec | undefined;
  readonly removeMembers?: MembersSpec | undefined;
  readonly replaceMembers?: MembersSpec | undefined;
  readonly waitUntilReady?: WaitSpec | undefined;
  /** A member that the vendor does not take. Needed where members are written. */
  readonly stranger?: MemberInput | undefined;
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
  readonly create?: Pick<CreateSpec, "input"> | undefined;
  readonly update?: Pick<UpdateSpec, "id" | "changes"> | undefined;
  readonly delete?: { readonly id: string } | undefined;
  /** Two members at least; they are written to an audience in `adapter` that has none of them. */
  readonly addMembers?: HeldMembersSpec | undefined;
  readonly removeMembers?: HeldMembersSpec | undefined;
  readonly replaceMembers?: HeldMembersSpec | undefined;
  readonly waitUntilReady?: { readonly id: string } | undefined;
}

export type HeldMembersSpec = Pick<MembersSpec, "id" | "members">;

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
