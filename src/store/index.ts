export { isStoreError, StoreError } from "./error.ts";
export type { StoreErrorCode } from "./error.ts";
export { eraseTraces } from "./erase.ts";
export { storeFailure } from "./failure.ts";
export { defaultAddress, openStore } from "./open.ts";
export type { Engine, Store, StoreOptions } from "./open.ts";
export type { LeaseRow, MigrationStepRow } from "./migration-tables.ts";
export type { ColumnTypes, SchemaStep, Tables } from "./schema.ts";
