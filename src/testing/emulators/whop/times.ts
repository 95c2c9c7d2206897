/** How long Whop takes over things, in milliseconds on the emulator's clock. It documents none. */
export interface WhopTimes {
  /**
   * From the last byte of a file until it is ready; Infinity = it never is.
   * @default 500
   */
  readonly file?: number;
  /**
   * How long an audience is `pending`.
   * @default 500
   */
  readonly pending?: number;
  /** @default 1500 */
  readonly processing?: number;
  /** @default 1000 */
  readonly syncing?: number;
  /**
   * How long after `add_people` the record still reads as the run before left it.
   * @default 500
   */
  readonly lag?: number;
}

export const settleTimes = ({
  file = 500,
  pending = 500,
  processing = 1500,
  syncing = 1000,
  lag = 500,
}: WhopTimes = {}): Required<WhopTimes> => ({ file, pending, processing, syncing, lag });
