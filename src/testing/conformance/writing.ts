import assert from "node:assert/strict";

import type { Capability } from "../../core/contract.ts";
import type { MemberInput } from "../../core/model.ts";
import type { AdapterSpec, MembersSpec, WriteExchange } from "./spec.ts";
import type { HttpTrial, Subject } from "./subject.ts";
import { attempt } from "./trial.ts";
import type { Outcome, Trial } from "./trial.ts";
import { says } from "./wire.ts";
import type { Answer, Script } from "./wire.ts";

/** An operation that writes, as the spec describes it. */
export interface Write {
  readonly name: Capability;
  readonly exchanges: readonly WriteExchange[];
  /** The place of the request that does what was asked for. */
  readonly decisive: number;
  run(trial: Trial, options?: WriteRunOptions): Promise<Outcome>;
}

export interface WriteRunOptions {
  readonly signal?: AbortSignal | undefined;
  /** In place of the spec's. */
  readonly id?: string | undefined;
  /** In place of the spec's. */
  readonly members?: readonly MemberInput[] | undefined;
}

/** A write that carries members. */
export interface MembersWrite extends Write {
  readonly spec: MembersSpec;
}

const memberWrites = ["addMembers", "removeMembers", "replaceMembers"] as const;

const decisiveOf = (exchanges: readonly WriteExchange[]): number =>
  exchanges.findIndex(({ repeats }) => repeats !== undefined);

export function membersWritesOf(spec: AdapterSpec): readonly MembersWrite[] {
  return memberWrites.flatMap((name) => {
    const write = spec[name];
    return write === undefined
      ? []
      : [
          {
            name,
            spec: write,
            exchanges: write.exchanges,
            decisive: decisiveOf(write.exchanges),
            run: (trial, { signal, id = write.id, members = write.members } = {}) =>
              attempt(
                () => trial.audiences[name]({ provider: trial.name, id }, members, { signal }),
                signal,
              ),
          },
        ];
  });
}

/** What the spec says of writes, each ready to be run. */
export function writesOf(spec: AdapterSpec): readonly Write[] {
  const { create, update, delete: remove } = spec;
  const writes: Write[] = [];
  const add = (
    name: Capability,
    { exchanges }: { readonly exchanges: readonly WriteExchange[] },
    run: (trial: Trial, options: WriteRunOptions) => Promise<unknown>,
  ): void => {
    writes.push({
      name,
      exchanges,
      decisive: decisiveOf(exchanges),
      run: (trial, options = {}) => attempt(() => run(trial, options), options.signal),
    });
  };
  if (create !== undefined) {
    add("create", create, ({ audiences, name: provider }, { signal, members = create.members }) =>
      audiences.create({ ...create.input, provider, members }, { signal }),
    );
  }
  if (update !== undefined) {
    add("update", update, ({ audiences, name: provider }, { signal, id = update.id }) =>
      audiences.update({ provider, id }, update.changes, { signal }),
    );
  }
  if (remove !== undefined) {
    add("delete", remove, ({ audiences, name: provider }, { signal, id = remove.id }) =>
      audiences.delete({ provider, id }, { signal }),
    );
  }
  return [...writes, ...membersWritesOf(spec)];
}

/** The requests that do what was asked for, among all that were sent. */
export function decisiveSends({ exchanges, decisive }: Write, trial: HttpTrial): readonly number[] {
  const line = exchanges[decisive]?.request;
  return trial.requests.flatMap((request, index) => (request === line ? [index] : []));
}

/**
 * The spec's own answers in their order. `trouble` comes at one place as long as it lasts; what is asked again
 * meanwhile is answered as it was before.
 */
export async function answersTo(
  subject: Subject,
  { exchanges, decisive }: Write,
  trouble: (time: number) => Answer | undefined = () => undefined,
  place: number = decisive,
): Promise<Script> {
  const answers = await Promise.all(
    exchanges.map(async ({ answer, status = 200, headers = {} }) =>
      says(answer === undefined ? "" : await subject.fixture(answer), { status, headers }),
    ),
  );
  let position = 0;
  let times = 0;
  return (request) => {
    if (exchanges[position]?.request === request) {
      const spoiled = position === place ? trouble(times) : undefined;
      if (spoiled !== undefined) {
        times += 1;
        return spoiled;
      }
      position += 1;
      return answers[position - 1];
    }
    const before = exchanges.findIndex((exchange) => exchange.request === request);
    return before >= 0 && before < place ? answers[before] : undefined;
  };
}

/** Fails unless a body is the one of the fixture: as a value where that is JSON, else to the byte. */
export async function expectBody(
  subject: Subject,
  file: string | undefined,
  body: string,
): Promise<void> {
  if (file === undefined) {
    assert.equal(body, "");
    return;
  }
  const expected = await subject.fixture(file);
  if (file.endsWith(".json")) {
    assert.deepEqual(JSON.parse(body), JSON.parse(expected));
  } else {
    assert.equal(body, expected);
  }
}
