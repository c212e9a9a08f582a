// What can be chosen, as the directory has it.
import { element } from './dom.js';
import { LANGUAGES } from './texts.js';

/** For each list of the form, what is chosen from and by which words; the first hundred of each. */
const LISTS = `query Choices {
  view: views(first: 100, orderBy: [{ title: ASC }]) { nodes { value: slug label: title listing } }
  country: countries(first: 100, orderBy: [{ name: ASC }]) { nodes { value: code label: name } }
  network: networks(first: 100, orderBy: [{ name: ASC }]) { nodes { value: slug label: name } }
  topic: topics(first: 100, orderBy: [{ name: ASC }]) { nodes { value: slug label: name } }
  partnership: partnerships(first: 100, orderBy: [{ name: ASC }]) { nodes { value: slug label: name } }
  project: projects(first: 100, orderBy: [{ name: ASC }]) { nodes { value: slug label: name } }
}`;
const WORDS = `query Words {
  kind: __type(name: "EventKind") { enumValues { name } }
  status: __type(name: "EventStatus") { enumValues { name } }
}`;
/** What is too much for a list is looked for while its name is written. */
const NAMED = {
  city: `query Cities($text: String!) {
    found: places(where: { kind: { eq: CITY }, text: $text }, first: 10) { nodes { value: slug label: name } }
  }`,
  organization: `query Organizations($text: String!) {
    found: organizations(where: { text: $text }, first: 10) { nodes { value: slug label: name } }
  }`,
};

/** Fills the lists of the form; what was chosen before stays chosen. */
export async function fill(form, server) {
  for (const language of LANGUAGES) {
    add(form.elements.lang, language, new Intl.DisplayNames(language, { type: 'language' }).of(language));
  }
  const [lists, words] = await Promise.all([ask(server, LISTS), ask(server, WORDS)]);
  for (const [name, { nodes }] of Object.entries(lists)) {
    // Of the views, those of events.
    const fitting = nodes.filter(({ listing }) => listing === undefined || 'events' in Object(listing));
    for (const { value, label } of fitting) add(form.elements[name], value, label);
  }
  for (const [name, { enumValues }] of Object.entries(words)) {
    for (const { name: value } of enumValues) add(form.elements[name], value, spoken(value));
  }
}

function add(select, value, label) {
  const known = [...select.options].find((option) => option.value === value);
  if (known) known.textContent = label;
  else select.append(element('option', { value }, label));
}

/** `NETWORK_MEETING` as `Network meeting`. */
const spoken = (word) => word[0] + word.slice(1).toLowerCase().replaceAll('_', ' ');

/** Offers slugs for the name that is being written. */
export function suggest(input, datalist, server) {
  let waiting;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text.length < 2) return;
    waiting = setTimeout(async () => {
      const { found } = await ask(server, NAMED[input.name], { text });
      datalist.replaceChildren(...(found?.nodes ?? []).map(({ value, label }) => element('option', { value }, label)));
    }, 200);
  });
}

/** Asks the directory; without an answer there is nothing to choose from, and the rest of the page works. */
async function ask(server, query, variables = {}) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(new URL('graphql', server), {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) console.warn(errors[0].message);
  return data ?? {};
}
