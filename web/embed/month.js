// A month as the table that everybody knows; on a narrow page its days stand below each other.
import { write } from './dates.js';
import { element } from './dom.js';
import { badge, place, title } from './event.js';
import { when } from './when.js';

/** The months that events lie in, one of them at a time, with buttons to the one before and after. */
export function month(items, context) {
  const { texts } = context;
  const events = items.map((event) => ({ event, ...when(event, context) }));
  const bounds = events.flatMap(({ first, last, within }) => (first ? [first, last] : (within ?? [])));
  const months = bounds.map((day) => day.slice(0, 7)).sort();
  const today = new Date().toISOString().slice(0, 10);
  // A further page of events leaves the visitor in the month that was chosen.
  context.month ??= opening(events, today) ?? today.slice(0, 7);

  const name = element('p', { class: 'month-name', role: 'status' });
  const [before, after] = [-1, 1].map((step) => {
    const button = element('button', { type: 'button', 'aria-label': step < 0 ? texts.previous : texts.next });
    button.append(element('span', { 'aria-hidden': 'true' }, step < 0 ? '‹' : '›'));
    button.addEventListener('click', () => {
      if (button.ariaDisabled === 'true') return;
      context.month = next(context.month, step);
      turn();
    });
    return button;
  });
  const sheet = element('div');
  turn();
  return element('div', { class: 'month' }, element('div', { class: 'turn' }, before, name, after), sheet);

  function turn() {
    name.textContent = write(context.month, context.locale, { month: 'long', year: 'numeric' });
    // Not `disabled`: who has just pressed a button should not lose the place on the page.
    before.ariaDisabled = String(!(months[0] < context.month));
    after.ariaDisabled = String(!(months.at(-1) > context.month));
    sheet.replaceChildren(table(context.month, events, today, context), vague(context.month, events, context));
  }
}
month.limit = 100;

/** The month of the first event that is still to come, or else of the last that was. */
function opening(events, today) {
  const days = events.map(({ first, last, within }) => [first ?? within?.[0], last ?? within?.[1]]).filter(([it]) => it);
  const coming = days.filter(([, last]) => last >= today).map(([first]) => (first < today ? today : first));
  return (coming.sort()[0] ?? days.map(([first]) => first).sort().at(-1))?.slice(0, 7);
}

function next(month, step) {
  const date = new Date(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + step);
  return date.toISOString().slice(0, 7);
}

/** Roles are written out because a style that stacks the days would take them away. */
function table(month, events, today, context) {
  const { locale } = context;
  const caption = write(month, locale, { month: 'long', year: 'numeric' });
  const weekdays = week(month, locale)[0].map((day) =>
    element(
      'th',
      { scope: 'col', role: 'columnheader', abbr: write(day, locale, { weekday: 'long' }) },
      write(day, locale, { weekday: 'short' }),
    ),
  );
  const weeks = week(month, locale).map((days) =>
    element('tr', { role: 'row' }, ...days.map((day) => cell(day, month, events, today, context))),
  );
  return element(
    'table',
    { role: 'table', 'aria-label': caption },
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...weekdays)),
    element('tbody', { role: 'rowgroup' }, ...weeks),
  );
}

/** The weeks of a month, each seven days as `YYYY-MM-DD`. */
function week(month, locale) {
  const { firstDay } = new Intl.Locale(locale).getWeekInfo?.() ?? { firstDay: 1 };
  const day = new Date(`${month}-01`);
  day.setUTCDate(1 - ((day.getUTCDay() - firstDay + 7) % 7));
  const weeks = [];
  do {
    const days = [];
    for (let count = 0; count < 7; count += 1) {
      days.push(day.toISOString().slice(0, 10));
      day.setUTCDate(day.getUTCDate() + 1);
    }
    weeks.push(days);
  } while (day.toISOString().slice(0, 7) === month);
  return weeks;
}

function cell(day, month, events, today, context) {
  if (day.slice(0, 7) !== month) return element('td', { class: 'outside', role: 'cell' });
  const on = events.filter(({ first, last }) => first <= day && day <= last);
  const weekday = element('span', { class: 'weekday' }, write(day, context.locale, { weekday: 'long' }));
  const number = element('time', { datetime: day }, weekday, String(Number(day.slice(8))));
  const entries = on.map(({ event, first }) => entry(event, context, first < day));
  return element(
    'td',
    { class: on.length ? 'taken' : 'free', role: 'cell', 'aria-current': day === today ? 'date' : null },
    number,
    on.length ? element('ul', { role: 'list' }, ...entries) : null,
  );
}

function entry(event, context, continued) {
  const { hours } = when(event, context);
  return element(
    'li',
    { class: continued ? 'event continued' : 'event' },
    badge(event, context),
    hours && !continued ? element('span', { class: 'hours' }, hours) : null,
    title(event, { class: 'title' }),
    element('span', { class: 'where' }, place({ ...event, country: null }, context)),
  );
}

/** Events of which it is only known that they lie in this month, or in a year or a span around it. */
function vague(month, events, context) {
  const { heading, texts } = context;
  const here = events.filter(({ first, within }) => !first && within?.[0].slice(0, 7) <= month && month <= within[1].slice(0, 7));
  if (!here.length) return '';
  const rows = here.map(({ event, words }) =>
    element(
      'li',
      { class: 'event' },
      badge(event, context),
      title(event, { class: 'title' }),
      element('span', { class: 'where' }, [words, place(event, context)].filter(Boolean).join(' · ')),
    ),
  );
  return element('div', { class: 'vague' }, element(heading, {}, texts.noDay), element('ul', { role: 'list' }, ...rows));
}
