const asJson: unique symbol = Symbol("a list's JSON");

/** A list for a request's body that is JSON already: what is put into it is written at once, and let go of. */
export interface JsonList<Item> {
  readonly length: number;
  add(item: Item): void;
  /** For bodies that hold it further down. */
  toJSON(): unknown;
  /** In UTF-8 and without its brackets, between what stands around it; lent until the next item is added. */
  readonly [asJson]: (before: Uint8Array, after: Uint8Array) => Uint8Array<ArrayBuffer>;
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

/** In front of the items, for what a body has before them. */
const room = 1024;

/** Text as UTF-8, in bytes that are used again: pieces of text would wait for a full collection, each part's beside the last. */
function createBytes() {
  let bytes = new Uint8Array(firstLength);
  let end = room;
  function widen(): void {
    const wider = new Uint8Array(bytes.length * 2);
    wider.set(bytes.subarray(0, end));
    bytes = wider;
  }
  return {
    get isEmpty() {
      return end === room;
    },
    add(text: string): void {
      for (let rest = text; rest !== "";) {
        const { read, written } = encoder.encodeInto(rest, bytes.subarray(end));
        end += written;
        rest = rest.slice(read);
        if (rest !== "") {
          widen();
        }
      }
    },
    between(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
      while (bytes.length < end + after.length) {
        widen();
      }
      bytes.set(after, end);
      const whole = bytes.subarray(Math.max(0, room - before.length), end + after.length);
      if (before.length > room) {
        return joined(before, whole.subarray(room));
      }
      whole.set(before);
      return whole;
    },
    clear(): void {
      end = room;
    },
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
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
  const json = (before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> => {
    write();
    return bytes.between(before, after);
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
    toJSON: () => JSON.parse(decoder.decode(json(encoder.encode("["), encoder.encode("]")))),
    [asJson]: json,
  };
}

const isJsonList = (value: unknown): value is JsonList<unknown> =>
  typeof value === "object" && value !== null && asJson in value;

/**
 * A body as JSON. With a list that is JSON already it is bytes, lent until the next item is added: a text of a megabyte
 * would have to be made of them, be measured, and be made bytes again.
 */
export function jsonOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  const fields = Object.entries(Object(body)).filter(([, value]) => value !== undefined);
  const place = fields.findIndex(([, value]) => isJsonList(value));
  const list = fields[place]?.[1];
  if (!isJsonList(list)) {
    return JSON.stringify(body);
  }
  const texts = fields.map(
    ([name, value], index) =>
      `${JSON.stringify(name)}:${index === place ? "[" : JSON.stringify(value)}`,
  );
  const before = `{${texts.slice(0, place + 1).join(",")}`;
  const after = ["]", ...texts.slice(place + 1)].join(",");
  return list[asJson](encoder.encode(before), encoder.encode(`${after}}`));
}
