import type { OpenAPIHono } from "@hono/zod-openapi";

import type { History } from "../../history/index.ts";
import type { Store } from "../../store/index.ts";
import type { Listing } from "../listing.ts";
import type { ConfiguredProvider, Moment } from "../views.ts";
import type { Watch } from "../watch.ts";

export interface ApiSetup {
  readonly store: Store;
  readonly history: History;
  readonly watch: Watch;
  readonly providers: readonly ConfiguredProvider[];
  readonly moment: () => Moment;
  /** All audiences as they are now. */
  readonly listing: () => Listing;
  /** Aborted when the server closes. */
  readonly ended: AbortSignal;
}

/** Adds what answers one kind of question. */
export type AddRoute = (api: OpenAPIHono, setup: ApiSetup) => void;
