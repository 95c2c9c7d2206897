import assert from "node:assert/strict";

import { expectWhole } from "../expect.ts";
import { edited } from "../json.ts";
import type { Subject } from "../subject.ts";
import type { Trial } from "../trial.ts";
import { always, first, says } from "../wire.ts";
import type { Case } from "./case.ts";

/** An id with everything that means something in an address. */
const oddId = "a/../b?c";
const oddCursor = "../c?d=1&e#f+g/é=";

/** Case 10: ids and cursors arrive as they were, and nowhere else than they should. */
export function sendingAddresses(subject: Subject): readonly Case[] {
  const { get, listMembers } = subject.spec;
  const ref = { provider: subject.name, id: oddId };
  /** The same request, for the odd id. How it is answered is not the point. */
  const expectEncoded = async (
    request: string | undefined,
    id: string,
    send: (trial: Trial) => Promise<unknown>,
  ): Promise<void> => {
    const trial = subject.start(always(says("{}", { status: 404 })));
    await send(trial).catch(() => undefined);
    const expected = request?.replace(encodeURIComponent(id), encodeURIComponent(oddId));
    assert.deepEqual(trial.requests, [expected]);
  };
  const cases: Case[] = [];
  if (get !== undefined) {
    cases.push({
      title: "10. get sends an odd id encoded",
      run: () => expectEncoded(get.request, get.id, ({ audiences }) => audiences.get(ref)),
    });
  }
  if (listMembers !== undefined) {
    const { id, pages, pageSize } = listMembers;
    cases.push({
      title: "10. listMembers sends an odd id encoded",
      run: () =>
        expectEncoded(pages[0]?.request, id, ({ audiences }) =>
          audiences.listMembers(ref, { pageSize }).collect(),
        ),
    });
  }
  return [
    ...cases,
    ...subject.lists.map((list) => ({
      title: `10. ${list.name} sends an odd cursor back as one value of the query`,
      async run() {
        const { shape, pages, empty } = list.spec;
        const text = await subject.fixture(pages[0]?.answer ?? "");
        const page = edited(text, { [shape.more]: true, [shape.next]: oddCursor });
        const trial = subject.start(first([says(page), says(await subject.fixture(empty))]));
        expectWhole(await list.read(trial));
        const [one, other] = trial.requests.map((line) => new URL(line.replace(/^GET /, "")));
        assert.equal(other?.origin, one?.origin);
        assert.equal(other?.pathname, one?.pathname);
        assert.ok([...(other?.searchParams.values() ?? [])].includes(oddCursor));
      },
    })),
  ];
}
