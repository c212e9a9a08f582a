// The parts of one event that the layouts put together.
import { countryName } from './dates.js';
import { element, isWeb, link } from './dom.js';
import { when } from './when.js';

/** Said in words, because colour alone says nothing to many. */
export function badge({ status }, { texts }) {
  const word = { CANCELLED: texts.cancelled, POSTPONED: texts.postponed }[status];
  return word ? element('p', { class: `badge ${status.toLowerCase()}` }, word) : null;
}

/** The title leads to the event's own site, or else to what the directory knows of it. */
export const title = ({ title, website, url }, attributes = {}) =>
  link(isWeb(website) ? website : url, attributes, title ?? '');

/** The day as a sheet of a calendar: to look at, for `details` say it in words. */
export function day(event, context) {
  const { large, small } = when(event, context).sheet;
  return element('div', { class: 'day', 'aria-hidden': 'true' }, element('b', {}, large), element('span', {}, small));
}

/** When, where, and by whom. */
export function details(event, context) {
  const organizers = (event.organizers ?? []).flatMap(({ name, url }) => [', ', link(url, {}, name)]).slice(1);
  return [
    element('p', { class: 'when' }, time(event, context)),
    line('where', place(event, context)),
    organizers.length ? line('by', context.texts.by, ' ', ...organizers) : null,
  ];
}

/** How to get in, while there is something to get into. */
export function register({ status, registrationUrl }, { texts }) {
  const open = isWeb(registrationUrl) && ['ANNOUNCED', 'SCHEDULED'].includes(status);
  return open ? line('register', link(registrationUrl, {}, texts.register)) : null;
}

const line = (name, ...content) => (content[0] ? element('p', { class: name }, ...content) : null);

/** When it is, with the form that programs read. */
export function time(event, context) {
  const { words, machine } = when(event, context);
  return machine ? element('time', { datetime: machine }, words) : words;
}

/** Where it is, from the house to the country. */
export function place({ venue, city, country, online }, { locale, texts }) {
  const names = [venue?.name, city?.name, country && countryName(country, locale), online ? texts.online : null];
  const said = names.filter(Boolean);
  // Some houses have their city in their names.
  return said.filter((name, at) => !said[at - 1]?.endsWith(name)).join(', ');
}

/** A few lines of what it is about. */
export const description = (event) => (event.description ? element('p', { class: 'about' }, event.description) : null);
