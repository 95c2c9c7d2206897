import { several } from "./numbers.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The mean one. */
const month = 30.44 * day;

const exact = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const dayOnly = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const weekday = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
});

const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A time that cannot be read is shown as it came: it is a vendor's text. */
function formatted(at: string, format: Intl.DateTimeFormat): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : format.format(time);
}
export const moment = (at: string): string => formatted(at, exact);
export const date = (at: string): string => formatted(at, dayOnly);
export const dayOf = (at: string): string => formatted(at, weekday);

/** For the scale of a chart, whose span is in milliseconds. */
export const tick = (time: number, span: number): string =>
  (span < 3 * day ? clock : shortDay).format(time);

/** How long, in one unit and whole numbers: `5 hours`. */
export function duration(milliseconds: number): string {
  if (milliseconds < hour) {
    return several(Math.max(1, Math.floor(milliseconds / minute)), "minute");
  }
  if (milliseconds < 2 * day) {
    return several(Math.floor(milliseconds / hour), "hour");
  }
  if (milliseconds < 90 * day) {
    return several(Math.floor(milliseconds / day), "day");
  }
  return milliseconds < 730 * day
    ? several(Math.floor(milliseconds / month), "month")
    : several(Math.floor(milliseconds / (365.25 * day)), "year");
}

/** How old something is, in plain words. */
export function ago(at: string, now: number): string {
  const age = now - Date.parse(at);
  if (Number.isNaN(age)) {
    return at;
  }
  return age < minute ? "just now" : `${duration(age)} ago`;
}
