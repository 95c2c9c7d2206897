import type { Capability } from "../../core/contract.ts";
import type { HttpOptions } from "../../core/http/http-options.ts";
import type { Paged } from "../../core/paging/paged.ts";
import type { AdapterSpec, ConformanceRunner, ListSpec, PageExchange } from "./spec.ts";
import { createTrial, pagedOf, readAll, readOne } from "./trial.ts";
import type { Outcome, ReadOptions, Trial } from "./trial.ts";
import { createWire, says } from "./wire.ts";
import type { Script, Sent } from "./wire.ts";

/** A trial over HTTP, in which no time passes that is not asked for. */
export interface HttpTrial extends Trial {
  readonly sent: readonly Sent[];
  /** The waits between requests so far, in ms. */
  readonly waits: readonly number[];
  /** Passes the time that is waited for in no time. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** An operation that reads, as the spec describes it. */
export interface Reading {
  readonly name: Capability;
  /** The requests of a whole reading, with the file that answers each. */
  readonly exchanges: readonly PageExchange[];
  read(trial: Trial, options?: ReadOptions): Promise<Outcome>;
}

/** An operation that reads page by page. */
export interface ListReading extends Reading {
  readonly name: "list" | "listMembers";
  readonly spec: ListSpec;
  paged(trial: Trial, options?: ReadOptions): Paged<unknown>;
}

/** What the cases work on. */
export interface Subject {
  readonly name: string;
  readonly spec: AdapterSpec;
  readonly runner: ConformanceRunner;
  readonly readings: readonly Reading[];
  readonly lists: readonly ListReading[];
  fixture(file: string): Promise<string>;
  /** Makes the adapter anew, on a wire that answers by this script. */
  start(script: Script, options?: HttpOptions): HttpTrial;
  /** The spec's own answers: to each of its requests the one that belongs to it. */
  answers(reading: Reading): Promise<Script>;
}

/** Repeats of one call in the cases that count requests. */
export const retries = 2;

function listReading(name: "list" | "listMembers", spec: ListSpec, id: string): ListReading {
  const paged = (trial: Trial, options: ReadOptions = {}): Paged<unknown> =>
    pagedOf(trial, name, id, { pageSize: spec.pageSize, ...options });
  const read = (trial: Trial, options?: ReadOptions): Promise<Outcome> =>
    readAll(trial, paged(trial, options));
  return { name, exchanges: spec.pages, spec, paged, read };
}

export function createSubject(name: string, spec: AdapterSpec, runner: ConformanceRunner): Subject {
  const { list, get, listMembers } = spec;
  const lists = [
    listReading("list", list, ""),
    ...(listMembers ? [listReading("listMembers", listMembers, listMembers.id)] : []),
  ];
  const single: readonly Reading[] = get
    ? [
        {
          name: "get",
          exchanges: [get],
          read: (trial, options = {}) => readOne(trial, get.id, options),
        },
      ]
    : [];
  const fixture = async (file: string): Promise<string> => runner.fixture(name, file);
  return {
    name,
    spec,
    runner,
    fixture,
    lists,
    readings: [...lists, ...single],
    start(script, options = {}) {
      const wire = createWire(script);
      const waits: number[] = [];
      let time = 0;
      const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
        signal?.throwIfAborted();
        waits.push(milliseconds);
        time += milliseconds;
      };
      const adapter = spec.adapter({
        fetch: wire.fetch,
        retries,
        retryDelay: 1,
        requestsPerMinute: Number.POSITIVE_INFINITY, // so that every wait is one after a failure
        now: () => time,
        random: () => 0.5,
        sleep,
        ...options,
      });
      return { ...createTrial(name, adapter, wire.requests), sent: wire.sent, waits, sleep };
    },
    async answers({ exchanges }) {
      const texts = await Promise.all(
        exchanges.map(async ({ request, answer }) => [request, await fixture(answer)] as const),
      );
      const byRequest = new Map(texts);
      return (request) => {
        const text = byRequest.get(request);
        return text === undefined ? undefined : says(text);
      };
    },
  };
}
