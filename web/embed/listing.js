// Which listing is meant, and how it is read.

/** The attributes that narrow a listing down, named as the parameters of the server's addresses. */
export const FILTERS = [
  'country',
  'city',
  'organization',
  'network',
  'partnership',
  'project',
  'topic',
  'kind',
  'status',
  'from',
  'to',
  'upcoming',
  'text',
];

/** Where the server has the listing of an element's attributes, as `json`, `ics` or another format. */
export function address(element, server, format, limit = null) {
  const view = element.getAttribute('view');
  const path = view ? `views/${encodeURIComponent(view)}.${format}` : `events.${format}`;
  const found = new URL(path, server);
  for (const name of FILTERS) {
    const value = element.getAttribute(name);
    // An attribute may stand without a value; what the server wants then is `true`.
    if (value !== null) found.searchParams.set(name, value || 'true');
  }
  const first = element.getAttribute('limit') ?? limit;
  // A calendar is always whole.
  if (first !== null && format !== 'ics') found.searchParams.set('limit', first);
  return found;
}

/** Reads a JSON Feed: its events, and where those after them are. */
export async function read(from, server, signal) {
  const answer = await fetch(from, { credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 500)}`);
  const feed = await answer.json();
  const items = feed.items.map((item) => ({ ...item._event, title: item.title, url: item.url }));
  // Whatever address the server believes to have, it is asked where it was found.
  const next = feed.next_url ? new URL(new URL(feed.next_url, from).search, from) : null;
  return { items, next };
}
