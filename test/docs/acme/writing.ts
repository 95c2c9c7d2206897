import * as z from "zod";

import { path } from "../../../src/core/adapter.ts";
import type { AdapterWith, AudienceChanges, Http, MemberInput } from "../../../src/core/adapter.ts";
import { createHttpWriting } from "../../../src/core/adapter-writing.ts";

import type { AcmeList } from "./acme.ts";

type Written = "update" | "delete" | "addMembers";

/** What Acme lets be written. */
export type AcmeWriting = Pick<AdapterWith<Written, AcmeList>, Written>;

interface Setup extends Pick<AdapterWith<"get", AcmeList>, "get"> {
  readonly http: Http;
}

const done = z.unknown();

/** One for each of a member's addresses. */
const toPeople = ({ identifiers, attributes }: MemberInput) =>
  (identifiers.email ?? []).map((mail) => ({ mail, first: attributes?.["firstName"] }));

export function createWriting({ http, get }: Setup): AcmeWriting {
  const writing = createHttpWriting(http);
  const change = writing.send({
    request: ({ id, name }: { readonly id: string } & AudienceChanges) => ({
      method: "PATCH",
      path: path`lists/${id}`,
      idempotent: true, // it sets what it sets, however often
      body: { title: name },
    }),
    response: done,
    result: () => undefined,
  });
  return {
    async update(id, changes, context) {
      await change({ id, ...changes }, context);
      return get(id, context); // Acme answers a change with nothing
    },
    delete: writing.remove({
      request: (id) => ({ method: "DELETE", path: path`lists/${id}` }),
      response: done,
    }),
    addMembers: writing.inBatches({
      size: 500,
      entries: toPeople,
      request: ({ id, entries }) => ({
        method: "POST",
        path: path`lists/${id}/people`,
        idempotent: true, // who is on the list already stays on it
        body: { people: entries },
      }),
      response: done,
    }),
  };
}
