export { createIdentity } from "./identity.ts";
export type { IdentityOptions } from "./identity.ts";
