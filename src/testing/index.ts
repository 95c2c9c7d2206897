export type { BatchEmulator, BatchEmulatorOptions } from "./emulators/batch/emulator.ts";
export { createBatchEmulator } from "./emulators/batch/emulator.ts";
export type { BatchTimes } from "./emulators/batch/content.ts";
export type { BatchScope } from "./emulators/batch/guards.ts";
export type { BatchMember } from "./emulators/batch/members.ts";
export type { BatchAudience, BatchIndexingState } from "./emulators/batch/state.ts";
export type { EmulatorOptions, Emulators } from "./emulators/create.ts";
export { createEmulators } from "./emulators/create.ts";
export type { Fault, FaultKind } from "./emulators/faults/catalog.ts";
export { faultDefinitions } from "./emulators/faults/catalog.ts";
export type { Faults, MetFault } from "./emulators/faults/control.ts";
export { parseFaults, readFaults } from "./emulators/faults/parse.ts";
export type { FaultRule, FaultScript, Range } from "./emulators/faults/script.ts";
export { formatFault, formatFaults } from "./emulators/faults/text.ts";
export type { Clock, VirtualClock } from "./emulators/kit/clock.ts";
export { createClock, createTickingClock, startInstant } from "./emulators/kit/clock.ts";
export type { Audiences, Emulator } from "./emulators/kit/emulator.ts";
export { fingerprint } from "./emulators/kit/fingerprint.ts";
export type { RateLimit } from "./emulators/kit/limiter.ts";
export type { OverLimit, PageLimits } from "./emulators/kit/listing.ts";
export type {
  Call,
  EmulatorApp,
  Intercept,
  LoggedRequest,
  Vendor,
} from "./emulators/kit/operations.ts";
export type { CommonOptions } from "./emulators/options.ts";
export type { ServedEmulators, ServeOptions } from "./emulators/serve.ts";
export { serveEmulators } from "./emulators/serve.ts";
export type { SonarlyEmulator, SonarlyEmulatorOptions } from "./emulators/sonarly/emulator.ts";
export { createSonarlyEmulator } from "./emulators/sonarly/emulator.ts";
export type { SonarlyPermission } from "./emulators/sonarly/guards.ts";
export type { SonarlyTimes } from "./emulators/sonarly/route.ts";
export type {
  SonarlyAccountGroup,
  SonarlyAudience,
  SonarlyProspect,
} from "./emulators/sonarly/state.ts";
export type { WhopFiles, WhopStoredFile, WhopUpload } from "./emulators/whop/control.ts";
export type { WhopEmulator, WhopEmulatorOptions } from "./emulators/whop/emulator.ts";
export { createWhopEmulator } from "./emulators/whop/emulator.ts";
export type { WhopUploadStatus, WhopVisibility } from "./emulators/whop/files/file.ts";
export type { WhopScope } from "./emulators/whop/guards.ts";
export type { WhopIdempotency } from "./emulators/whop/idempotency.ts";
export type { WhopRecordGeneration } from "./emulators/whop/record.ts";
export type { WhopPerson } from "./emulators/whop/sources.ts";
export type { WhopAudience, WhopMatchRate, WhopStatus } from "./emulators/whop/state.ts";
export type { WhopTimes } from "./emulators/whop/times.ts";
export type { Conformance } from "./conformance/conformance.ts";
export { createConformance } from "./conformance/conformance.ts";
export type * from "./conformance/spec.ts";
