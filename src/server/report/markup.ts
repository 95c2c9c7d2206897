/** Text that is markup already, because it was made here. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | null | Markup | readonly Markup[];

const signs: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? "");

function written(part: Part): string {
  if (part instanceof Markup) {
    return part.text;
  }
  if (part === null || typeof part === "string" || typeof part === "number") {
    return escaped(String(part ?? ""));
  }
  return part.map(({ text }) => text).join("");
}

/**
 * A template of HTML in which everything that is put in is text, unless it came out of such a template itself.
 * Attributes are in double quotes, always.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) => `${string}${written(parts[index] ?? null)}`);
  return new Markup(text.join(""));
}
