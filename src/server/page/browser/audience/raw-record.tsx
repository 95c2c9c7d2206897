import type { VNode } from "preact";
import { useState } from "preact/hooks";

/** What the vendor sent, as text and nothing else. */
export function RawRecord({ raw }: { raw: unknown }): VNode {
  const text = JSON.stringify(raw, null, 2);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <section class="panel" aria-label="Raw record">
      <header class="panel-head">
        <h2>Raw record</h2>
        {/* Only a page that came safely has a clipboard. */}
        {"clipboard" in navigator && (
          <button
            type="button"
            class="button"
            onClick={() => {
              void copy();
            }}
          >
            {copied ? "Copied" : "Copy"}
          </button>
        )}
      </header>
      <pre class="raw" tabIndex={0} aria-label="Raw record, as JSON">
        {text}
      </pre>
    </section>
  );
}
