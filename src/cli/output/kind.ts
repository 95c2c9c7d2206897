import type { CsvColumn } from "./csv.ts";
import type { Column } from "./table.ts";

/** What is being written, and how it looks in each format. */
export interface Kind<Item> {
  /** The name of one, for sentences: "audience". */
  readonly singular: string;
  /** The name of many, for sentences, and of the list in the JSON document: "audiences". */
  readonly plural: string;
  readonly columns: readonly Column<Item>[];
  readonly csv: readonly CsvColumn<Item>[];
  /** `raw` = with the vendor's own record. */
  readonly json: (item: Item, raw: boolean) => unknown;
}
