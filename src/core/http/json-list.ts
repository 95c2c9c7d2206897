const asJson: unique symbol = Symbol("a list's JSON");

/** A list for a request's body that is JSON already: what is put into it is written at once, and let go of. */
export interface JsonList<Item> {
  readonly length: number;
  add(item: Item): void;
  /** For bodies that hold it further down. */
  toJSON(): unknown;
  readonly [asJson]: () => string;
}

/** Written together: a text of its own for each item would cost as much as the item. */
const handful = 100;

export function createJsonList<Item>(): JsonList<Item> {
  let text = "";
  let unwritten: Item[] = [];
  let length = 0;
  const write = (): void => {
    if (unwritten.length > 0) {
      const written = JSON.stringify(unwritten).slice(1, -1);
      // Not put together before it is sent: each time, all of it would be copied.
      text += text === "" ? written : `,${written}`;
      unwritten = [];
    }
  };
  const json = (): string => {
    write();
    return `[${text}]`;
  };
  return {
    get length() {
      return length;
    },
    add(item) {
      length += 1;
      if (unwritten.push(item) >= handful) {
        write();
      }
    },
    toJSON: () => JSON.parse(json()),
    [asJson]: json,
  };
}

const isJsonList = (value: unknown): value is JsonList<unknown> =>
  typeof value === "object" && value !== null && asJson in value;

/** A body as JSON; lists that are JSON already are put in as they are. */
export function jsonOf(body: unknown): string {
  const fields = Object.entries(Object(body));
  if (!fields.some(([, value]) => isJsonList(value))) {
    return JSON.stringify(body);
  }
  let text = "";
  for (const [name, value] of fields.filter(([, given]) => given !== undefined)) {
    const json = isJsonList(value) ? value[asJson]() : JSON.stringify(value);
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${json}`;
  }
  return `{${text}}`;
}
