import type { VNode } from "preact";

import { statuses } from "../data/model.ts";
import type { ProviderSeries, ProviderView } from "../data/model.ts";
import { isOld } from "../data/old.ts";
import { Age } from "../parts/age.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { Tag } from "../parts/tag.tsx";
import { VendorText } from "../parts/vendor-text.tsx";
import { audiencesLink } from "../route.ts";
import { encoded } from "../text/address.ts";
import { number } from "../text/numbers.ts";
import { ago, duration } from "../text/times.ts";
import { stateTones, stateWords, statusTones, statusWords } from "../text/words.ts";

interface ProviderCardProps {
  readonly provider: ProviderView;
  readonly growth: ProviderSeries | undefined;
  readonly now: number;
}

/** One provider: whether all of it was read, when, and what is there. */
export function ProviderCard({ provider, growth, now }: ProviderCardProps): VNode {
  const { name, vendor, state, audiences } = provider;
  const title = `provider-${encoded(name)}`;
  const points = growth?.points.map((point) => (point.complete ? point.audiences : null)) ?? [];
  return (
    <article class="card provider" aria-labelledby={title}>
      <header class="card-head">
        <h3 id={title}>
          <VendorText>{name}</VendorText>
          {vendor !== name && <span class="vendor">{vendor}</span>}
        </h3>
        {state === "complete" && isOld(provider, now) ? (
          <Tag tone="warning">Old</Tag>
        ) : (
          <Tag tone={stateTones[state]}>{stateWords[state]}</Tag>
        )}
      </header>
      {state === "never" ? (
        <p class="muted">Configured, but in no snapshot so far.</p>
      ) : (
        <>
          <div class="provider-figure">
            <p>
              <a class="big" href={audiencesLink({ provider: name })}>
                {number(audiences)}{" "}
                <span class="unit">{audiences === 1 ? "audience" : "audiences"}</span>
              </a>
              <Freshness provider={provider} now={now} />
            </p>
            <Sparkline points={points} width={160} height={48} class="spark-wide" />
          </div>
          <StatusBar provider={provider} />
        </>
      )}
      <Trouble provider={provider} now={now} />
    </article>
  );
}

function Freshness({ provider, now }: { provider: ProviderView; now: number }): VNode {
  return (
    <span class="freshness">
      Read <Age at={provider.takenAt} now={now} />
    </span>
  );
}

function StatusBar({ provider }: { provider: ProviderView }): VNode {
  const present = statuses.filter((status) => provider.statuses[status] > 0);
  return (
    <div class="states">
      <div class="states-bar" aria-hidden="true">
        {present.map((status) => (
          <span
            key={status}
            class={`fill-${statusTones[status]}`}
            style={{ flexGrow: String(provider.statuses[status]) }}
          />
        ))}
      </div>
      <ul class="states-list">
        {present.map((status) => (
          <li key={status}>
            <a href={audiencesLink({ provider: provider.name, status })}>
              <span class={`dot fill-${statusTones[status]}`} aria-hidden="true" />
              {number(provider.statuses[status])}{" "}
              <span class="muted">{statusWords[status].toLowerCase()}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What keeps this from being everything, and how old what is shown may be. */
function Trouble({ provider, now }: { provider: ProviderView; now: number }): VNode | null {
  const { state, completeAt, error } = provider;
  if (state === "never") {
    return null;
  }
  if (state === "complete") {
    return isOld(provider, now) ? (
      <div class="trouble trouble-warning">
        <p>
          Nothing was read for {duration(now - Date.parse(provider.takenAt ?? ""))}. What is shown
          may be another by now: <code>audiencekit snapshot</code> reads it anew.
        </p>
      </div>
    ) : null;
  }
  const said =
    state === "failed" ? "The last reading failed." : "The last reading did not reach the end.";
  const shown =
    completeAt === null
      ? "It was never read whole."
      : `Last read whole ${ago(completeAt, now)}; what is missing since is shown as it was then.`;
  return (
    <div class={`trouble trouble-${stateTones[state]}`}>
      <p>
        {said} {shown}
      </p>
      {error !== null && (
        <p class="reason">
          <VendorText>{error}</VendorText>
        </p>
      )}
    </div>
  );
}
