import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

import { wishFor } from "./arrival.ts";
import type { GridMemory } from "./grid/memory.ts";
import type { Route } from "./route.ts";

interface ShortcutsOptions {
  readonly route: Route;
  readonly help: RefObject<HTMLDialogElement | null>;
  readonly memory: GridMemory;
}

/** Keys that work anywhere, except where one writes or while a dialog is open. */
export function useShortcuts({ route, help, memory }: ShortcutsOptions): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (event.defaultPrevented || modified || help.current?.open === true || writing(event)) {
        return;
      }
      if (event.key === "/") {
        event.preventDefault();
        search(route, memory.link);
      } else if (event.key === "?") {
        event.preventDefault();
        help.current?.showModal();
      } else if (event.key === "Escape" && route.view === "audience") {
        event.preventDefault();
        location.hash = memory.link;
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [route, help, memory]);
}

function writing({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.matches("input, select, textarea");
}

function search(route: Route, link: string): void {
  if (route.view === "audiences") {
    document.querySelector<HTMLElement>("#search")?.focus();
    return;
  }
  wishFor("#search");
  location.hash = link;
}
