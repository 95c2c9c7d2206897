import type { RefObject, VNode } from "preact";

const keys: readonly (readonly [string, string])[] = [
  ["/", "Search the audiences"],
  ["↓ ↑", "Move in the table; also Page Up, Page Down, Home and End"],
  ["Enter", "Open the audience"],
  ["Esc", "Clear the search; leave an audience"],
  ["?", "Show these keys"],
];

export function KeyHelp({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }): VNode {
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
