import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { chooseTheme, chosenTheme } from "./theme-choice.ts";
import type { Theme } from "./theme-choice.ts";

const themes: readonly (readonly [Theme, string])[] = [
  ["system", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** `changed` is called after the colours are others. */
export function ThemeSwitch({ changed }: { changed(): void }): VNode {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div class="switch" role="group" aria-label="Colours">
      {themes.map(([value, label]) => (
        <button
          key={value}
          type="button"
          aria-pressed={theme === value}
          onClick={() => {
            chooseTheme(value);
            setTheme(value);
            changed();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
