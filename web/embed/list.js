// The plainest layout: one event below the other, the day at its side.
import { element } from './dom.js';
import { badge, day, description, details, register, title } from './event.js';

export const list = (items, context) =>
  element('ul', { class: 'list', role: 'list' }, ...items.map((event) => row(event, context)));
list.limit = 20;

const row = (event, context) =>
  element(
    'li',
    { class: 'event' },
    day(event, context),
    element(
      'div',
      { class: 'words' },
      badge(event, context),
      element(context.heading, { class: 'title' }, title(event)),
      ...details(event, context),
      description(event),
      register(event, context),
    ),
  );
