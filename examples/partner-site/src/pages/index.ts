// The first page: what is to come, then what has been.

import type { CopiedEvent } from "../questions.ts";
import { status } from "./event.ts";
import { html, page, type Html } from "./html.ts";
import { lastDay, place, when } from "./words.ts";

export function indexPage(events: CopiedEvent[], calendar: string, today: string): string {
  const byDay = [...events].sort((one, other) => compare(day(one), day(other)) || compare(one.slug, other.slug));
  const isPast = (event: CopiedEvent) => (lastDay(event) ?? today) < today;
  const body = html`<h1>Events</h1>
<p><a href="${calendar}">Subscribe to the calendar</a></p>
${section("To come", byDay.filter((event) => !isPast(event)))}${section("Past", byDay.filter(isPast).reverse())}`;
  return page("Events", "", body);
}

function section(title: string, events: CopiedEvent[]): Html | null {
  if (events.length === 0) return null;
  return html`<h2>${title}</h2>
<ul>
${events.map(
    (event) => html`<li data-id="${event.id}" data-status="${event.status}">
<a href="events/${event.slug}.html">${event.title}</a>
<p>${[when(event), place(event)].filter((it) => it !== null).join(" · ")}</p>
${status(event)}</li>
`,
  )}</ul>
`;
}

/** What has no day comes after all that has one. */
function day(event: CopiedEvent): string {
  return event.start?.earliest ?? event.start?.latest ?? "9999";
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
