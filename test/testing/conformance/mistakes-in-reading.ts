import { listing, make, paging, sending } from "./mistake.ts";
import type { Mistake } from "./mistake.ts";
import { whopSpec } from "../../adapters/whop.spec.ts";

/** Wrong requests, wrong pages and wrong records. */
export const mistakesInReading: readonly Mistake[] = [
  [
    "ignores the cursor",
    listing(
      (right) => (request, context) => right.list({ ...request, cursor: undefined }, context),
    ),
    [1, 5, 10],
  ],
  [
    "ignores the page size",
    listing((right) => (request, context) => right.list({ ...request, pageSize: 20 }, context)),
    [1, 5, 6],
  ],
  [
    "takes the cursor for the flag",
    paging((page) => ({ ...page, more: page.next !== undefined })),
    [1, 4],
  ],
  [
    "takes an empty page for the end",
    paging((page) => ({ ...page, more: page.more && page.items.length > 0 })),
    [4],
  ],
  [
    "ends in silence where the cursor is missing",
    paging((page) => ({ ...page, more: page.more && (page.next ?? "") !== "" })),
    [4],
  ],
  [
    "makes up cursors, so that a circle is not seen",
    (options) => {
      const right = make(options);
      let pages = 0;
      return {
        ...right,
        async list(request, context) {
          const cursor = request.cursor?.split("#")[0];
          const page = await right.list({ ...request, cursor }, context);
          pages += 1;
          return { ...page, next: page.next && `${page.next}#${pages}` };
        },
      };
    },
    [7],
  ],
  [
    "leaves fields undefined",
    paging((page) => {
      const items = page.items.map((item) => ({ ...item }));
      for (const item of items) {
        Reflect.set(item, "description", undefined);
      }
      return { ...page, items };
    }),
    [3, 9],
  ],
  [
    "says 0 where the vendor says nothing",
    paging((page) => ({
      ...page,
      items: page.items.map((item) => ({ ...item, size: item.size ?? { value: 0, unit: "rows" } })),
    })),
    [9],
  ],
  [
    "keeps in raw only what it knows",
    paging((page) => ({
      ...page,
      items: page.items.map((item) => ({ ...item, raw: { id: item.raw.id } })),
    })),
    [8, 24],
  ],
  ["drops bad records in silence", paging((page) => ({ ...page, refused: 0, notes: [] })), [8]],
  [
    "maps by a counter",
    (() => {
      let calls = 0;
      return (options) => {
        const right = make(options);
        return {
          ...right,
          async get(id, context) {
            const audience = await right.get(id, context);
            calls += 1;
            return { ...audience, name: `${audience.name} ${calls}` };
          },
        };
      };
    })(),
    [24],
  ],
  [
    "puts ids into addresses as they are",
    sending((request) => new Request(request.url.replaceAll("%2F", "/"), request)),
    [10],
  ],
  [
    "puts the key into the address",
    sending((request) => new Request(`${request.url}&key=${whopSpec.secret}`, request)),
    [1],
  ],
  [
    "sends no version",
    sending((request) => {
      request.headers.delete("api-version-date");
      return request;
    }),
    [1],
  ],
];
