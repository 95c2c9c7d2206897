/** The rows that are worth drawing: those in sight and a few on either side. */
export interface RowWindow {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

const beyond = 8;

export function rowWindow(options: {
  /** Pixels. */
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly rows: number;
}): RowWindow {
  const { top, height, rowHeight, rows } = options;
  const first = Math.floor(Math.max(0, top) / rowHeight) - beyond;
  const end = Math.ceil((Math.max(0, top) + height) / rowHeight) + beyond;
  return { first: Math.max(0, Math.min(first, rows)), end: Math.max(0, Math.min(end, rows)) };
}

/** Where to scroll so that a row is wholly in sight; where one is if it is so already. */
export function scrollTo(options: {
  readonly row: number;
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}): number {
  const { row, top, height, rowHeight } = options;
  const start = row * rowHeight;
  return Math.max(0, Math.min(start, Math.max(top, start + rowHeight - height)));
}
