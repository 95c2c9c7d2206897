/** One thing that every adapter must do, under the number that the docs know it by. */
export interface Case {
  readonly title: string;
  readonly run: () => Promise<void>;
}
