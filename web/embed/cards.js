// Cards beside each other, as many as there is room for.
import { element } from './dom.js';
import { badge, day, description, details, register, title } from './event.js';

export const cards = (items, context) =>
  element('ul', { class: 'cards', role: 'list' }, ...items.map((event) => card(event, context)));
cards.limit = 18; // two or three beside each other come out even

const card = (event, context) =>
  element(
    'li',
    { class: 'event' },
    element('div', { class: 'head' }, day(event, context), badge(event, context)),
    element(context.heading, { class: 'title' }, title(event)),
    ...details(event, context),
    description(event),
    register(event, context),
  );
