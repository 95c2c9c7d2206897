import type { ProviderView } from "./model.ts";

/** Whether what is shown of a provider may be another by now. The server says from when on. */
export const isOld = ({ staleAt }: ProviderView, now: number): boolean =>
  staleAt !== null && now > Date.parse(staleAt);
