import type { Played } from "./definition.ts";
import type { Json, Path } from "./json.ts";
import { isJsonArray, isJsonObject, parseJson, valueAt, withValueAt, writeJson } from "./json.ts";
import type { Scene } from "./scene.ts";
import type { VendorShape } from "./shapes/shape.ts";

/** Members to be written into an answer; `undefined` leaves one out. */
export type Edits = readonly (readonly [Path, Json | undefined])[];

const edited = (body: Json, edits: Edits): Json => {
  let result = body;
  for (const [path, value] of edits) result = withValueAt(result, path, value);
  return result;
};

function sameHeaders(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return headers;
}

/** The answer with another body. */
export const withBody = (answer: Response, body: BodyInit | null): Response =>
  new Response(body, { status: answer.status, headers: sameHeaders(answer) });

export async function bytesOf(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await answer.clone().arrayBuffer());
}

/** The JSON of a successful answer; undefined for any other. */
export async function jsonOf(answer: Response): Promise<Json | undefined> {
  return answer.ok ? parseJson(await answer.clone().text()) : undefined;
}

/** Changes the JSON of a successful answer; no other can be changed so. */
export async function changeJson(
  scene: Scene,
  change: (body: Json) => Edits | undefined | Promise<Edits | undefined>,
): Promise<Played> {
  const answer = await scene.answer();
  const body = await jsonOf(answer);
  const edits = isJsonObject(body) ? await change(body) : undefined;
  return body === undefined || edits === undefined
    ? undefined
    : withBody(answer, writeJson(edited(body, edits)));
}

export interface PageOfJson {
  readonly items: readonly Json[];
  /** Undefined where there is none to go on with. */
  readonly next: string | undefined;
}

export function pageOf(body: Json, shape: VendorShape): PageOfJson | undefined {
  const items = valueAt(body, shape.items);
  const cursor = valueAt(body, shape.cursor);
  const more = valueAt(body, shape.more) === true;
  if (!isJsonArray(items)) return undefined;
  return { items, next: more && typeof cursor === "string" ? cursor : undefined };
}

/** Changes a page of a list. */
export const changePage = (
  scene: Scene,
  change: (page: PageOfJson) => Edits | undefined | Promise<Edits | undefined>,
): Promise<Played> =>
  changeJson(scene, (body) => {
    const page = pageOf(body, scene.shape);
    return page === undefined ? undefined : change(page);
  });

/** The place of an item on its page, from 1, or all of them. */
export type Place = number | "every";

/** Changes one record: of a page, or the one that the answer is. */
export const changeRecord = (
  scene: Scene,
  at: Place | undefined,
  change: (record: Json) => Json | undefined,
): Promise<Played> =>
  changeJson(scene, (body) => {
    const { shape } = scene;
    const page = pageOf(body, scene.shape);
    if (page === undefined) {
      const record = change(valueAt(body, shape.record) ?? null);
      return record === undefined ? undefined : [[shape.record, record]];
    }
    const { items } = page;
    const changed = items.map((item, index) =>
      at === "every" || index + 1 === (at ?? 1) ? change(item) : undefined,
    );
    if (changed.every((item) => item === undefined)) return undefined;
    const written = items.map((item, index) => {
      const other = changed[index];
      return other === undefined ? item : other;
    });
    return [[shape.items, written]];
  });
