/** Where one was in the table, for coming back to it. */
export interface GridMemory {
  row: number;
  /** Pixels that were scrolled. */
  top: number;
  /** The address of the table as it was narrowed and sorted. */
  link: string;
}

/** Of another table than the last one, nothing is remembered. */
export function remember(memory: GridMemory, link: string): void {
  if (memory.link !== link) {
    Object.assign(memory, { row: 0, top: 0, link });
  }
}
