import type { Definition, Definitions, FaultOf, Played } from "./definition.ts";
import type { BodyFaults } from "./kinds/body.ts";
import { bodyFaults } from "./kinds/body.ts";
import type { ConnectionFaults } from "./kinds/connection.ts";
import { connectionFaults } from "./kinds/connection.ts";
import type { CursorFaults } from "./kinds/cursors.ts";
import { cursorFaults } from "./kinds/cursors.ts";
import type { ItemFaults } from "./kinds/items.ts";
import { itemFaults } from "./kinds/items.ts";
import type { PagingFaults } from "./kinds/paging.ts";
import { pagingFaults } from "./kinds/paging.ts";
import type { RecordFaults } from "./kinds/records.ts";
import { recordFaults } from "./kinds/records.ts";
import type { RequestFaults } from "./kinds/request.ts";
import { requestFaults } from "./kinds/request.ts";
import type { SizeFaults } from "./kinds/size.ts";
import { sizeFaults } from "./kinds/size.ts";
import type { StatusFaults } from "./kinds/status.ts";
import { statusFaults } from "./kinds/status.ts";
import type { ValueFaults } from "./kinds/values.ts";
import { valueFaults } from "./kinds/values.ts";
import type { Scene } from "./scene.ts";

/** Every fault there is, by kind, with its parameters. */
export interface FaultKinds
  extends
    StatusFaults,
    ConnectionFaults,
    RequestFaults,
    BodyFaults,
    SizeFaults,
    PagingFaults,
    CursorFaults,
    ItemFaults,
    RecordFaults,
    ValueFaults {}

export type FaultKind = keyof FaultKinds;

/** One thing that goes wrong. */
export type Fault = FaultOf<FaultKinds>;

const definitions: Definitions<FaultKinds> = {
  ...statusFaults,
  ...connectionFaults,
  ...requestFaults,
  ...bodyFaults,
  ...sizeFaults,
  ...pagingFaults,
  ...cursorFaults,
  ...itemFaults,
  ...recordFaults,
  ...valueFaults,
};

/** What is the same of every definition, whatever its parameters. */
export type AnyDefinition = Pick<
  Definition<Fault>,
  "words" | "takes" | "summary" | "example" | "needs" | "looksBack" | "isLast" | "read"
>;

type Entry = readonly [kind: string, AnyDefinition];

/** All definitions by what goes wrong, in the order of the docs. */
export const faultFamilies: Readonly<Record<string, readonly Entry[]>> = {
  "Refusals and redirects": Object.entries(statusFaults),
  "Connections and time": Object.entries(connectionFaults),
  "What the vendor receives": Object.entries(requestFaults),
  "Bodies that are not what they should be": Object.entries(bodyFaults),
  "Bodies that are too big": Object.entries(sizeFaults),
  Paging: Object.entries({ ...pagingFaults, ...cursorFaults }),
  "The items of a page": Object.entries(itemFaults),
  "Single records": Object.entries({ ...recordFaults, ...valueFaults }),
};

export const faultDefinitions: readonly Entry[] = Object.values(faultFamilies).flat();

export const definitionOf = (kind: FaultKind): AnyDefinition => definitions[kind];

/** Faults one after the other; none may follow one that leaves no answer to befall. */
export function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const early = faults.slice(0, -1).find(({ kind }) => definitions[kind].isLast === true);
  if (early === undefined) return faults;
  throw new Error(
    `nothing can follow "${definitions[early.kind].words[0]}", which leaves no answer to change. Put it last`,
  );
}

export const writeFault = <Kind extends FaultKind>(fault: FaultOf<FaultKinds, Kind>): string =>
  definitions[fault.kind].write(fault);

export const playFault = <Kind extends FaultKind>(
  fault: FaultOf<FaultKinds, Kind>,
  scene: Scene,
): Played | Promise<Played> => definitions[fault.kind].play(fault, scene);
