const asJson: unique symbol = Symbol("a list's JSON");

/** A list for a request's body that is JSON already: what is put into it is written at once, and let go of. */
export interface JsonList<Item> {
  readonly length: number;
  add(item: Item): void;
  /** For bodies that hold it further down. */
  toJSON(): unknown;
  /** In UTF-8; lent until the next item is added. */
  readonly [asJson]: () => Uint8Array;
}

/** A list that can be used for one body after the other. */
export interface RefillableJsonList<Item> extends JsonList<Item> {
  /** Lets go of all items, and keeps the room for the next. */
  clear(): void;
}

/** Written together: a text of its own for each item would cost as much as the item. */
const handful = 100;
const firstLength = 1 << 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text as UTF-8, in bytes that are used again: pieces of text would wait for a full collection, each part's beside the last. */
function createBytes() {
  let bytes = new Uint8Array(firstLength);
  let end = 0;
  return {
    get isEmpty() {
      return end === 0;
    },
    add(text: string): void {
      for (let rest = text; rest !== "";) {
        const { read, written } = encoder.encodeInto(rest, bytes.subarray(end));
        end += written;
        rest = rest.slice(read);
        if (rest !== "") {
          const wider = new Uint8Array(bytes.length * 2);
          wider.set(bytes.subarray(0, end));
          bytes = wider;
        }
      }
    },
    so: (): Uint8Array => bytes.subarray(0, end),
    clear(): void {
      end = 0;
    },
  };
}

export function createJsonList<Item>(): RefillableJsonList<Item> {
  const bytes = createBytes();
  let unwritten: Item[] = [];
  let length = 0;
  const write = (): void => {
    if (unwritten.length > 0) {
      const items = JSON.stringify(unwritten).slice(1, -1);
      bytes.add(bytes.isEmpty ? items : `,${items}`);
      unwritten = [];
    }
  };
  const json = (): Uint8Array => {
    write();
    return bytes.so();
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
    clear() {
      unwritten = [];
      length = 0;
      bytes.clear();
    },
    toJSON: () => JSON.parse(`[${decoder.decode(json())}]`),
    [asJson]: json,
  };
}

const isJsonList = (value: unknown): value is JsonList<unknown> =>
  typeof value === "object" && value !== null && asJson in value;

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

/** A body as JSON; lists that are JSON already are put in as they are. */
export function jsonOf(body: unknown): string {
  const fields = Object.entries(Object(body)).filter(([, value]) => value !== undefined);
  if (!fields.some(([, value]) => isJsonList(value))) {
    return JSON.stringify(body);
  }
  const pieces: Uint8Array[] = [];
  let text = "{";
  for (const [index, [name, value]] of fields.entries()) {
    text += `${index === 0 ? "" : ","}${JSON.stringify(name)}:`;
    if (isJsonList(value)) {
      pieces.push(encoder.encode(`${text}[`), value[asJson]());
      text = "]";
    } else {
      text += JSON.stringify(value);
    }
  }
  // Texts put together would be one more copy of it; and of bytes, a fetch would keep a copy of its own.
  return decoder.decode(joined([...pieces, encoder.encode(`${text}}`)]));
}
