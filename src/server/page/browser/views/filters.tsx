import type { VNode } from "preact";

import { statuses } from "../data/model.ts";
import type { Selection } from "../list/selection.ts";
import { number, several } from "../text/numbers.ts";
import { statusWords } from "../text/words.ts";

interface FiltersProps {
  readonly selection: Selection;
  readonly providers: readonly string[];
  readonly shown: number;
  readonly total: number;
  select(selection: Selection): void;
}

export function Filters({ selection, select, providers, shown, total }: FiltersProps): VNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && selection.search !== "") {
      event.preventDefault();
      event.stopPropagation();
      select({ ...selection, search: "" });
    } else if (event.key === "ArrowDown" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector<HTMLElement>("#grid")?.focus();
    }
  };
  return (
    <div class="filters" role="search">
      <div class="search">
        <input
          id="search"
          type="search"
          placeholder="Search names and ids"
          aria-label="Search names and ids"
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck={false}
          value={selection.search}
          onInput={(event) => {
            select({ ...selection, search: event.currentTarget.value });
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <select
        aria-label="Provider"
        value={selection.provider}
        onChange={(event) => {
          select({ ...selection, provider: event.currentTarget.value });
        }}
      >
        <option value="">All providers</option>
        {providers.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Status"
        value={selection.status}
        onChange={(event) => {
          select({ ...selection, status: event.currentTarget.value });
        }}
      >
        <option value="">All statuses</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {statusWords[status]}
          </option>
        ))}
      </select>
      <p class="shown" role="status">
        {shown === total
          ? several(total, "audience")
          : `${number(shown)} of ${several(total, "audience")}`}
      </p>
    </div>
  );
}
