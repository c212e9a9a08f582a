// What can be copied: code for a page, addresses for calendars, feed readers and programs, and the query.
import { element } from './dom.js';

const LOOKS = ['layout', 'theme', 'lang', 'zone'];

/** Shows it all for what is chosen. */
export function copies(place, parameters, server) {
  const filter = new URLSearchParams([...parameters].filter(([name]) => ![...LOOKS, 'limit', 'view'].includes(name)));
  const view = parameters.get('view');
  const feed = (ending) => {
    const address = new URL(view ? `views/${encodeURIComponent(view)}.${ending}` : `events.${ending}`, server);
    address.search = plain(filter);
    return address.href;
  };
  const page = new URL('embed/listing', server);
  page.search = plain(parameters);
  const calendar = feed('ics');
  place.replaceChildren(
    block('For your page', 'A script and an element. The link inside is for visitors without JavaScript.', snippet(parameters, page, server)),
    block('As a frame', 'Where scripts of others are not allowed.', frame(page)),
    block('As an address', 'WordPress and others turn it into the frame (oEmbed).', page.href),
    block('For calendars', 'Subscribe to it: a calendar asks again by itself.', calendar, {
      'Open in your calendar': calendar.replace(/^https?:/, 'webcal:'),
    }),
    block('For feed readers and programs', 'Atom, JSON Feed, and JSON-LD for search engines.', ['atom', 'json', 'jsonld'].map(feed).join('\n')),
    query(view, filter, server),
  );
}

/** Attributes of an element from what is chosen; quotes are the only way out of one. */
const attributes = (parameters) =>
  [...parameters].map(([name, value]) => (name === 'upcoming' ? ' upcoming' : ` ${name}="${quoted(value)}"`)).join('');

const quoted = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const snippet = (parameters, page, server) =>
  `<script type="module" src="${new URL('embed.js', server)}"></script>
<cluster-events${attributes(parameters)}>
  <a href="${quoted(page.href)}">Events</a>
</cluster-events>`;

const frame = (page) =>
  `<iframe src="${quoted(page.href)}" title="Events" width="100%" height="600" loading="lazy" style="border: 0"></iframe>`;

/** Parameters as they are written by hand: a comma is between several values and needs no code. */
const plain = (parameters) => String(parameters).replaceAll('%2C', ',');

/** A heading, what it is for, the text, and buttons. */
function block(name, purpose, text, links = {}) {
  const code = element('code', {}, text);
  const button = element('button', { type: 'button' });
  label(button, 'Copy', name);
  button.addEventListener('click', () => copy(code, button, name));
  const more = Object.entries(links).map(([label, href]) => element('a', { href }, label));
  return element(
    'div',
    { class: 'copy' },
    element('h3', {}, name),
    element('p', {}, purpose),
    element('pre', { tabindex: '0', role: 'group', 'aria-label': name }, code),
    element('div', { class: 'buttons' }, button, ...more),
  );
}

/** What a button says, and for those who only hear it, of what. */
function label(button, word, name) {
  button.textContent = word;
  button.ariaLabel = `${word}: ${name}`;
}

async function copy(code, button, name) {
  const said = document.getElementById('said');
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = `Copied: ${name}.`;
    label(button, 'Copied', name);
    setTimeout(() => label(button, 'Copy', name), 2000);
  } catch {
    // Without https a page may not write there; then what is to be copied is marked.
    getSelection().selectAllChildren(code);
    said.textContent = 'It is marked: press Ctrl+C or Cmd+C.';
  }
}

/** The query comes from the server, which alone knows what a filter's parameters mean in GraphQL. */
function query(view, filter, server) {
  const place = block('As a GraphQL query', 'The same events, with whatever else you want to know of them.', '…');
  const address = new URL('embed/query', server);
  address.search = plain(new URLSearchParams([...(view ? [['view', view]] : []), ...filter]));
  fetch(address)
    .then(async (answer) => (answer.ok ? answer.json() : Promise.reject(new Error(await answer.text()))))
    .then(({ query, variables }) => {
      const code = place.querySelector('code');
      code.textContent = `${query.trim()}\n\n# Variables\n${JSON.stringify(variables, null, 2)}`;
      const graphiql = new URL('graphiql', server);
      graphiql.search = new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) });
      place.querySelector('.buttons').append(element('a', { href: graphiql.href }, 'Open in GraphiQL'));
    })
    .catch((error) => (place.querySelector('code').textContent = error.message));
  return place;
}
