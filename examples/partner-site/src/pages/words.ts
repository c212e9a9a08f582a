// Values of the directory in words.

import type { CopiedEvent } from "../questions.ts";

/** `KEYNOTE_SPEAKER` as "Keynote speaker". */
export function word(constant: string): string {
  const words = constant.toLowerCase().replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Its days, as exactly as they are known. */
export function when({ start, end }: CopiedEvent): string | null {
  if (start === null) return null;
  return end === null || end.text === start.text ? start.text : `${start.text} to ${end.text}`;
}

/** House, city and country, as far as they are known. */
export function place(event: CopiedEvent): string | null {
  const names = [event.venue?.name, event.city?.name, event.country?.name, event.online === true ? "online" : null];
  return names.filter((name) => typeof name === "string").join(", ") || null;
}

/** The last day it can have; null where nothing bounds it. */
export function lastDay(event: CopiedEvent): string | null {
  return event.end?.latest ?? event.start?.latest ?? null;
}
