import { fromBase64, toBase64 } from "../kit/base64.ts";
import type { Issuer } from "../kit/issuer.ts";
import type { Plans } from "../kit/timeline.ts";
import type { Contents } from "./files/contents.ts";
import type { StoredPart, WhopFile } from "./files/file.ts";
import type { IdempotencyEntries, IdempotencyStore } from "./idempotency.ts";
import type { ColumnMapping, TakenFile, WhopSource } from "./sources.ts";
import type { WhopAudience, WhopState } from "./state.ts";

/** The state of a Whop emulator in what JSON can hold. */
export interface SavedWhop {
  readonly issued: number;
  readonly audiences: readonly WhopAudience[];
  readonly plans: Plans<WhopAudience>;
  readonly idempotency: IdempotencyEntries;
  /** Once each: a file and the audiences made of it share them, and so they do again. */
  readonly contents: readonly SavedContents[];
  readonly files: readonly SavedFile[];
  readonly sources: readonly (readonly [audience: string, source: SavedSource])[];
}

type SavedContents = Omit<Contents, "filled" | "chunks"> & {
  readonly filled: readonly (readonly [columns: string, rows: number])[];
  readonly chunks: readonly string[] | null;
};
type SavedPart = Omit<StoredPart, "chunks"> & { readonly chunks: readonly string[] };
type SavedFile = Omit<WhopFile, "contents" | "multipart"> & {
  readonly contents: number | null;
  readonly multipart: {
    readonly uploadId: string;
    readonly count: number;
    readonly stored: readonly (readonly [number: number, part: SavedPart])[];
  } | null;
};
interface SavedSource {
  readonly mapping: ColumnMapping;
  readonly taken: readonly (Omit<TakenFile, "contents"> & { readonly contents: number })[];
}

export function saveWhop(
  { audiences, timeline, files, sources }: WhopState,
  issuer: Issuer,
  idempotency: IdempotencyStore,
): SavedWhop {
  const contents = new Map<Contents, number>();
  const indexOf = (one: Contents): number => {
    const index = contents.get(one) ?? contents.size;
    contents.set(one, index);
    return index;
  };
  const savedFile = (file: WhopFile): SavedFile => ({
    ...file,
    contents: file.contents && indexOf(file.contents),
    multipart: file.multipart && {
      ...file.multipart,
      stored: [...file.multipart.stored].map(([number, part]) => [number, savedPart(part)]),
    },
  });
  const savedSource = ({ mapping, taken }: WhopSource): SavedSource => ({
    mapping,
    taken: taken.map((one) => Object.assign({}, one, { contents: indexOf(one.contents) })),
  });
  return {
    issued: issuer.issued(),
    audiences: audiences.list(),
    plans: timeline.plans(),
    idempotency: idempotency.entries(),
    files: [...files.values()].map(savedFile),
    sources: [...sources].map(([id, source]) => [id, savedSource(source)]),
    contents: [...contents.keys()].map(savedContents),
  };
}

const savedContents = (contents: Contents): SavedContents => ({
  ...contents,
  filled: [...contents.filled],
  chunks: contents.chunks && contents.chunks.map(toBase64),
});

const savedPart = (part: StoredPart): SavedPart => ({ ...part, chunks: part.chunks.map(toBase64) });

/** The files and the people in them, as they were when they were saved. */
export function restoreUploads(saved: SavedWhop | undefined): Pick<WhopState, "files" | "sources"> {
  const contents = (saved?.contents ?? []).map(restoredContents);
  const at = (index: number): Contents => {
    const found = contents[index];
    if (found === undefined) throw new RangeError("This saved state lacks the contents of a file.");
    return found;
  };
  const restoredFile = (file: SavedFile): WhopFile => ({
    ...file,
    contents: file.contents === null ? null : at(file.contents),
    multipart: file.multipart && {
      ...file.multipart,
      stored: new Map(file.multipart.stored.map(([number, part]) => [number, restoredPart(part)])),
    },
  });
  const restoredSource = ({ mapping, taken }: SavedSource): WhopSource => ({
    mapping,
    taken: taken.map((one) => Object.assign({}, one, { contents: at(one.contents) })),
  });
  return {
    files: new Map((saved?.files ?? []).map((file) => [file.id, restoredFile(file)])),
    sources: new Map((saved?.sources ?? []).map(([id, source]) => [id, restoredSource(source)])),
  };
}

const restoredContents = (contents: SavedContents): Contents => ({
  ...contents,
  filled: new Map(contents.filled),
  chunks: contents.chunks && contents.chunks.map(fromBase64),
});

const restoredPart = (part: SavedPart): StoredPart => ({
  ...part,
  chunks: part.chunks.map(fromBase64),
});
