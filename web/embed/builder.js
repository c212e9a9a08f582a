// The page that builds the snippet: what is chosen stands in the address of the page, so it can be kept
// and sent to others, and everything else on the page follows from it.
import { copies } from './copies.js';
import { element } from './dom.js';
import { FILTERS } from './listing.js';
import { fill, suggest } from './options.js';

const server = new URL('.', location);
const form = document.getElementById('choices');
const stage = document.getElementById('stage');
const NAMES = ['view', ...FILTERS, 'layout', 'theme', 'lang', 'zone', 'limit'];

/** What is chosen, without what says nothing. */
function chosen() {
  const data = new FormData(form);
  const given = NAMES.map((name) => [name, (data.get(name) ?? '').trim()]);
  return new URLSearchParams(given.filter(([name, value]) => value && !(name === 'layout' && value === 'list')));
}

/** Puts what an address says into the form; a value that the lists do not know (yet) is kept as one more. */
function put(parameters) {
  for (const name of NAMES) {
    const value = parameters.get(name);
    if (value === null) continue;
    const field = form.elements[name];
    if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) {
      field.append(element('option', { value }, value));
    }
    if (field.type === 'checkbox') field.checked = value === 'true';
    else field.value = value;
  }
}

let shown = null;

/** Shows what is chosen, if it is something else than before. */
function show() {
  const parameters = chosen();
  if (String(parameters) === shown) return;
  shown = String(parameters);
  history.replaceState(null, '', `${location.pathname}${shown && `?${shown}`}`);
  const listing = element('cluster-events', { heading: '3', ...Object.fromEntries(parameters) });
  stage.replaceChildren(listing);
  copies(document.getElementById('copies'), parameters, server);
}

put(new URLSearchParams(location.search));
// What narrows the listing is not hidden.
const more = document.getElementById('more');
more.open = [...more.querySelectorAll('[name]')].some(({ value }) => value);
show();

// A word is not looked for letter by letter.
let waiting;
form.addEventListener('input', ({ target }) => {
  clearTimeout(waiting);
  waiting = setTimeout(show, ['search', 'text', 'number'].includes(target.type) ? 400 : 0);
});
form.addEventListener('reset', () => setTimeout(show));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  show();
});

suggest(form.elements.city, document.getElementById('cities'), server);
suggest(form.elements.organization, document.getElementById('organizations'), server);
await fill(form, server);
