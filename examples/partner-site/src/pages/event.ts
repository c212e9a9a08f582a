// The page of one event.

import type { CopiedEvent } from "../questions.ts";
import { html, link, page, type Html } from "./html.ts";
import { place, when, word } from "./words.ts";

export function eventPage(event: CopiedEvent): string {
  const hidden = event.participations.totalCount - event.participations.nodes.length;
  const more = hidden > 0 ? html`<li>and ${hidden} more</li>\n` : null;
  const rows: [string, Html | string | null][] = [
    ["When", when(event)],
    ["Begins", moment(event.startsAt, event.timeZone)],
    ["Ends", moment(event.endsAt, event.timeZone)],
    ["Where", place(event)],
    ["What", word(event.kind)],
    ["About", event.topics.nodes.map((topic) => topic.name).join(", ") || null],
    ["Website", event.website && link(event.website, event.website)],
    ["Register", event.registrationUrl && link(event.registrationUrl, event.registrationUrl)],
  ];
  const body = html`<p><a href="../index.html">All events</a></p>
<article data-id="${event.id}" data-status="${event.status}">
<h1>${event.title}</h1>
${status(event)}<dl>
${rows.filter(([, value]) => value !== null).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
${event.description && html`<p>${event.description}</p>\n`}${event.participations.totalCount > 0 ? html`<h2>Who</h2>\n<ul>
${event.participations.nodes.map(participant)}${more}</ul>\n` : null}<p>${link(event.url, "At the directory")}</p>
</article>`;
  return page(event.title, "../", body);
}

/** The page at an address that an event had once, which leads to where it is. */
export function leadingPage(slug: string): string {
  const address = `${slug}.html`;
  const head = html`<meta http-equiv="refresh" content="0; url=${address}">
<link rel="canonical" href="${address}">
`;
  return page("It has moved", "../", html`<p>This event is <a href="${address}">here</a> now.</p>`, head);
}

/** What nobody should overlook. */
export function status(event: CopiedEvent): Html | null {
  if (event.status === "CANCELLED") return html`<p class="status">Cancelled</p>\n`;
  if (event.status === "POSTPONED") return html`<p class="status">Postponed; the date is the original one</p>\n`;
  return null;
}

function participant(part: CopiedEvent["participations"]["nodes"][number]): Html {
  const count = part.count === null ? null : `${part.count}`;
  const people = [count, part.group].filter((it) => it !== null).join(" ") || null;
  const organization = part.organization && link(part.organization.website, part.organization.name);
  const who = [part.person?.name ?? null, people, organization, part.country?.name ?? null].filter((it) => it !== null);
  const listed = who.map((it, at) => (at === 0 ? it : html`, ${it}`));
  return html`<li>${word(part.role)}: ${listed}</li>\n`;
}

/** A moment as the clocks at the place show it. */
function moment(at: string | null, place: string | null): string | null {
  if (at === null) return null;
  const timeZone = place !== null && isKnown(place) ? place : "UTC";
  const spelled = new Date(at).toLocaleString("en-GB", { timeZone, dateStyle: "long", timeStyle: "short" });
  return `${spelled} (${timeZone})`;
}

/** Whether this Node.js knows a zone; the directory's list may be younger. */
function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone }) !== null;
  } catch {
    return false;
  }
}
