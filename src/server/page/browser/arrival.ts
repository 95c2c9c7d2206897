let wish: string | undefined;

/** Asks for the focus to go to the element that fits `selector`, once the next view stands. */
export function wishFor(selector: string): void {
  wish = selector;
}

export function takeWish(): string | undefined {
  const taken = wish;
  wish = undefined;
  return taken;
}
