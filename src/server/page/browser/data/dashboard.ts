import { encoded } from "../text/address.ts";
import { listen } from "./live.ts";
import type { Live } from "./live.ts";
import type { AudienceView, Change, Migration, Page, ProviderSeries, Providers } from "./model.ts";
import { request } from "./request.ts";
import { Reader } from "./resource.ts";

/** All that the page shows on its first four views, kept fresh by the server's events. */
export interface Dashboard {
  readonly providers: Reader<Providers>;
  readonly audiences: Reader<readonly AudienceView[]>;
  readonly changes: Reader<readonly Change[]>;
  readonly migrations: Reader<readonly Migration[]>;
  readonly growth: Reader<ReadonlyMap<string, ProviderSeries>>;
  readonly live: Live;
  refresh(): void;
}

const audiencesAtOnce = 10_000;
const changesAtOnce = 1_000;

async function all<T>(path: string, size: number, signal: AbortSignal): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | null = null;
  do {
    const from: string = token === null ? "" : `&continuationToken=${encoded(token)}`;
    const page: Page<T> = await request<Page<T>>(`${path}size=${size}${from}`, signal);
    for (const item of page.items) {
      items.push(item);
    }
    token = page.continuationToken;
  } while (token !== null);
  return items;
}

async function growthOf(
  providers: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ProviderSeries>> {
  const read = async (name: string): Promise<readonly [string, ProviderSeries]> => {
    const query = `provider=${encoded(name)}&since=90d`;
    return [name, await request<ProviderSeries>(`series?${query}`, signal)];
  };
  return new Map(await Promise.all(providers.map(read)));
}

/** Calls `changed` whenever something of it is another. */
export function createDashboard(changed: () => void): Dashboard {
  const providers = new Reader<Providers>(
    (signal) => request("providers", signal),
    () => {
      changed();
    },
  );
  const audiences = new Reader<readonly AudienceView[]>(
    (signal) => all("audiences?", audiencesAtOnce, signal),
    changed,
  );
  const changes = new Reader<readonly Change[]>(
    (signal) => all("changes?since=7d&", changesAtOnce, signal),
    changed,
  );
  const migrations = new Reader<readonly Migration[]>(
    async (signal) => (await request<{ items: readonly Migration[] }>("migrations", signal)).items,
    changed,
  );
  const growth = new Reader<ReadonlyMap<string, ProviderSeries>>(
    (signal) => growthOf(providers.state.value?.items.map(({ name }) => name) ?? [], signal),
    changed,
  );
  const refresh = (): void => {
    void audiences.refresh();
    void providers.refresh().then(() => growth.refresh());
    void changes.refresh();
    void migrations.refresh();
  };
  const live = listen({
    snapshot: refresh,
    migration: (item) => {
      migrations.amend((items) => [item, ...items.filter(({ id }) => id !== item.id)]);
    },
    changed,
  });
  refresh();
  return { providers, audiences, changes, migrations, growth, live, refresh };
}
