import type { Count } from "../data/model.ts";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat("en", { maximumFractionDigits: 0, signDisplay: "exceptZero" });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

export const none = "–";

export const number = (value: number | null): string =>
  value === null ? none : whole.format(value);
/** For the scale of a chart. */
export const shortNumber = (value: number): string => short.format(value);
export const rate = (value: number | null): string =>
  value === null ? none : percent.format(value);
/** With a true minus, which is as wide as the plus. */
export const difference = (value: number | null): string =>
  value === null ? none : signed.format(value).replace("-", "−");
export const count = (value: Count | null): string =>
  value === null ? none : `${whole.format(value.value)} ${value.unit}`;
/** `1 audience`, `2 audiences`. */
export const several = (value: number, one: string, many = `${one}s`): string =>
  `${whole.format(value)} ${value === 1 ? one : many}`;
