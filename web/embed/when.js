// When an event takes place, in the words of a language, and no more exactly than it is known.
//
// Days are days, whatever the visitor's clock: they are written in UTC from `YYYY-MM-DD`. Moments are
// written in the time zone of the event or of the visitor, which is named beside them.

import { write, writeRange } from './dates.js';

const DAY = { day: 'numeric', month: 'long', year: 'numeric' };
const TIME = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };

/**
 * - `words`: for people; `hours`: the same without the day, where moments are known
 * - `machine`: for the attribute `datetime`, or null
 * - `first`, `last`: the days it fills as `YYYY-MM-DD`, or null where they are not known to the day
 * - `within`: if so, the first and the last day between which it lies; null where nothing bounds them
 * - `sheet`: the same as `{ large, small }`, to be seen from afar
 */
export function when(event, { locale, texts, ofVisitor }) {
  const { start, end, startsAt, endsAt, allDay } = event;
  if (startsAt && !allDay) return moments(new Date(startsAt), endsAt && new Date(endsAt), event, locale, ofVisitor);
  const { edtf = '', earliest, latest, text } = start ?? {};
  const qualified = (words) => {
    if (/[~%]/.test(edtf)) return say(texts.about, words);
    return edtf.includes('?') ? say(texts.perhaps, words) : words;
  };

  if (earliest && earliest === latest) {
    const last = end?.latest && end.earliest === end.latest && end.latest > earliest ? end.latest : earliest;
    return {
      words: qualified(days(earliest, last, locale)),
      machine: earliest,
      first: earliest,
      last,
      sheet: sheet(earliest, last, locale),
    };
  }
  const within = earliest && latest ? [earliest, latest] : null;
  const [plain] = edtf.match(/^\d{4}(-(0\d|1[0-2]))?(?=[~?%]?$)/) ?? [];
  if (plain) {
    const month = plain.length > 4 ? 'short' : undefined;
    return {
      words: qualified(write(plain, locale, { year: 'numeric', month: month && 'long' })),
      machine: plain,
      within: within ?? [plain, plain],
      sheet: month
        ? { large: write(plain, locale, { month }), small: plain.slice(0, 4) }
        : { large: plain, small: '' },
    };
  }
  const known = earliest ?? latest;
  return {
    words: within
      ? say(texts.within, days(earliest, latest, locale))
      : earliest
        ? say(texts.since, write(earliest, locale, DAY))
        : latest
          ? say(texts.until, write(latest, locale, DAY))
          : (text ?? texts.undated),
    machine: null,
    within: within ?? (known ? [known, known] : null),
    sheet: known ? { large: '…', small: write(known, locale, { month: 'short', year: 'numeric' }) } : { large: '?', small: '' },
  };
}

/** From a moment to another, in a zone that is named. */
function moments(from, to, { timeZone }, locale, ofVisitor) {
  const zone = ofVisitor ? undefined : known(timeZone);
  const [first, last] = [from, to > from ? to : from].map((moment) => dayIn(moment, zone));
  const say = (options) => {
    const inZone = { ...options, timeZone: zone };
    return to > from ? writeRange(from, to, locale, inZone) : write(from, locale, inZone);
  };
  const oneDay = first === last;
  return {
    words: say({ ...DAY, weekday: oneDay ? 'long' : undefined, ...TIME }),
    hours: oneDay ? say(TIME) : write(from, locale, { ...TIME, timeZone: zone }),
    machine: from.toISOString(),
    first,
    last,
    sheet: sheet(first, last, locale),
  };
}

/** A time zone that this browser knows. */
function known(timeZone) {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone ?? 'UTC';
  } catch {
    return 'UTC';
  }
}

/** On which day of a zone a moment lies; Sweden writes days as `YYYY-MM-DD`. */
const dayIn = (moment, timeZone) => new Intl.DateTimeFormat('sv', { timeZone }).format(moment);

/** One day or several, as `24–26 May 2023`. */
const days = (first, last, locale) =>
  first === last ? write(first, locale, { ...DAY, weekday: 'long' }) : writeRange(first, last, locale, DAY);

function sheet(first, last, locale) {
  const number = (day) => String(Number(day.slice(8)));
  const short = last > first && last.slice(0, 7) === first.slice(0, 7);
  return {
    large: short ? `${number(first)}–${number(last)}` : number(first),
    small: write(first, locale, { month: 'short', year: 'numeric' }),
  };
}

const say = (pattern, words) => pattern.replace('{}', () => words);
