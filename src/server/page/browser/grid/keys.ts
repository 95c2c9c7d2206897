interface Move {
  readonly key: string;
  readonly row: number;
  readonly rows: number;
  readonly perPage: number;
}

/** The row that a key leads to; undefined for a key that leads nowhere. */
export function movedRow({ key, row, rows, perPage }: Move): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + perPage,
    PageUp: row - perPage,
    Home: 0,
    End: rows - 1,
  };
  const next = moves[key];
  return next === undefined || rows === 0 ? undefined : Math.max(0, Math.min(rows - 1, next));
}
