// All pages of the site, as they follow from the copy.

import type { Copy } from "../copy.ts";
import { Trouble } from "../trouble.ts";
import { eventPage, leadingPage } from "./event.ts";
import { indexPage } from "./index.ts";
import { STYLE } from "./style.ts";

/** The files of the site by their paths. */
export function site(copy: Copy, calendar: string, today: string): Map<string, string> {
  const files = new Map([
    ["index.html", indexPage(Object.values(copy.events), calendar, today)],
    ["style.css", STYLE],
  ]);
  for (const [slug, id] of Object.entries(copy.addresses)) {
    // Once at an address, for ever at an address: what was renamed or merged leads on.
    const event = copy.events[copy.leads[id] ?? id];
    if (event === undefined) continue;
    files.set(`events/${named(slug)}.html`, event.slug === slug ? eventPage(event) : leadingPage(event.slug));
  }
  return files;
}

/** A slug as the name of a file. The directory promises small letters, digits and hyphens; a path is no slug. */
function named(slug: string): string {
  if (!/^[a-z0-9-]+$/.test(slug)) throw new Trouble(`“${slug}” is no slug that could be a file's name.`);
  return slug;
}
