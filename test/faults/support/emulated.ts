import {
  createBatchEmulator,
  createSonarlyEmulator,
  createWhopEmulator,
} from "../../../src/testing/index.ts";
import { canaryText } from "./canaries.ts";
import type { Access, VendorName } from "./dialects.ts";
import type { LiveList } from "./fault.ts";

/** One emulated vendor, whichever it is. */
export interface Emulated {
  readonly access: Access;
  readonly list: LiveList;
  /** Answers as the vendor would, and says which page it was. */
  readonly ask: (
    request: Request,
  ) => Promise<{ readonly response: Response; readonly page: number }>;
  /** Takes the emulator's own faults away. */
  readonly heal: () => void;
}

/** Audiences of one vendor; with three a page that is six pages. */
export const listLength = 18;
export const pageSize = 3;

/** What another vendor's adapter would want; nobody looks at it. */
const noAccount = { accountId: "none", projectKey: "none", accountGroupId: "none" };
/** Newer and older than every audience of an emulator. */
const instants = { first: Date.UTC(2030, 0, 1), last: Date.UTC(2000, 0, 1) } as const;

interface App {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly { readonly page: number | undefined }[];
}

const asking =
  ({ fetch, requests }: App): Emulated["ask"] =>
  async (request) => {
    const response = await fetch(request);
    return { response, page: requests.at(-1)?.page ?? 0 };
  };

/** Emulators whose fourth audience, the first of the second page, is named by the canaries. */
const emulators: Readonly<Record<VendorName, (faults: string) => Emulated>> = {
  whop(faults) {
    const emulator = createWhopEmulator({ size: listLength, faults });
    const { audiences, baseUrl, apiKey, accountId } = emulator;
    const ids = (): string[] => audiences.list().map(({ id }) => id);
    audiences.update(ids()[pageSize] ?? "", { name: canaryText });
    return {
      access: { ...noAccount, baseUrl, apiKey, accountId },
      list: {
        ids,
        remove: (id) => void audiences.remove(id),
        insert: (id, place) => void audiences.add({ id, createdAt: instants[place] }),
      },
      ask: asking(emulator),
      heal: emulator.faults.clear,
    };
  },
  batch(faults) {
    const emulator = createBatchEmulator({ size: listLength, faults });
    const { audiences, baseUrl, apiKey, projectKey } = emulator;
    const ids = (): string[] => audiences.list().map(({ name }) => name);
    audiences.update(ids()[pageSize] ?? "", { displayName: canaryText });
    return {
      access: { ...noAccount, baseUrl, apiKey, projectKey },
      list: {
        ids,
        remove: (name) => void audiences.remove(name),
        insert: (name, place) => void audiences.add({ name, createdAt: instants[place] }),
      },
      ask: asking(emulator),
      heal: emulator.faults.clear,
    };
  },
  sonarly(faults) {
    const emulator = createSonarlyEmulator({ size: listLength, faults });
    const { audiences, baseUrl, apiKey, accountGroupId } = emulator;
    // Sonarly does not list those that are still being filled.
    const listed = audiences.list().filter(({ filling }) => filling);
    listed.map(({ id }) => audiences.remove(id));
    const ids = (): string[] => audiences.list().map(({ id }) => id);
    audiences.update(ids()[pageSize] ?? "", { name: canaryText, description: canaryText });
    return {
      access: { ...noAccount, baseUrl, apiKey, accountGroupId },
      list: {
        ids,
        remove: (id) => void audiences.remove(id),
        insert: (id, place) => void audiences.add({ id, createdAt: instants[place] }),
      },
      ask: asking(emulator),
      heal: emulator.faults.clear,
    };
  },
};

/** @param faults a script in the emulators' own language */
export const emulate = (vendor: VendorName, faults = ""): Emulated => emulators[vendor](faults);

const frozen = (): never => {
  throw new Error("This list does not change; only a fault with `shift` has one that does.");
};

/** The same, with answers that are worked out once: a list that nobody changes always gives the same pages. */
function recorded(vendor: VendorName): () => Emulated {
  const { access, list, ask, heal } = emulate(vendor);
  const ids = list.ids();
  const answers = new Map<string, ReturnType<Emulated["ask"]>>();
  return () => ({
    access,
    list: { ids: () => ids, remove: frozen, insert: frozen },
    async ask(request) {
      const key = `${request.url} ${request.headers.get("authorization")}`;
      const known = answers.get(key) ?? ask(request);
      answers.set(key, known);
      const { response, page } = await known;
      return { response: response.clone(), page };
    },
    heal,
  });
}

const records = new Map<VendorName, () => Emulated>();

export function replay(vendor: VendorName): Emulated {
  const record = records.get(vendor) ?? recorded(vendor);
  records.set(vendor, record);
  return record();
}
