export { pageAssets } from "./assets.ts";
export { pagePolicy } from "./policy.ts";
export type { PageAsset } from "./asset.ts";
