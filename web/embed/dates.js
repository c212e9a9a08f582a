// Dates and countries in the words of a language, those included that some browsers do not know: Chromium
// comes without Macedonian and Albanian.

const UNKNOWN = {
  mk: {
    months: 'јануари февруари март април мај јуни јули август септември октомври ноември декември',
    weekdays: 'недела,понеделник,вторник,среда,четврток,петок,сабота',
    countries:
      'AL Албанија,AT Австрија,BA Босна и Херцеговина,BE Белгија,BG Бугарија,CY Кипар,DE Германија,ES Шпанија,' +
      'GR Грција,HR Хрватска,HU Унгарија,IT Италија,MD Молдавија,ME Црна Гора,MK Северна Македонија,RO Романија,' +
      'RS Србија,SI Словенија,TR Турција,UA Украина,XK Косово',
  },
  sq: {
    months: 'janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor',
    weekdays: 'e diel,e hënë,e martë,e mërkurë,e enjte,e premte,e shtunë',
    countries:
      'AL Shqipëria,AT Austria,BA Bosnja dhe Hercegovina,BE Belgjika,BG Bullgaria,CY Qiproja,DE Gjermania,' +
      'ES Spanja,GR Greqia,HR Kroacia,HU Hungaria,IT Italia,MD Moldavia,ME Mali i Zi,MK Maqedonia e Veriut,' +
      'RO Rumania,RS Serbia,SI Sllovenia,TR Turqia,UA Ukraina,XK Kosova',
  },
};

/** What is known here of a language that the browser does not know. */
const own = (locale) =>
  Intl.DateTimeFormat.supportedLocalesOf(locale).length ? null : UNKNOWN[locale.split('-')[0]];

/** The number of a month or a weekday by its English name, long or short. */
function numbered(parts, kind) {
  const english = new Intl.DateTimeFormat('en-GB', { [kind]: 'short', timeZone: 'UTC' });
  const days = kind === 'month' ? (at) => Date.UTC(2023, at) : (at) => Date.UTC(2023, 0, at + 1);
  return (name) => parts.findIndex((_, at) => name.startsWith(english.format(days(at)).slice(0, 3)));
}

/** The parts of a date in English, with the names of another language. */
function translated(parts, { months, weekdays }) {
  const names = { month: months.split(' '), weekday: weekdays.split(',') };
  return parts
    .map(({ type, value }) => {
      const at = names[type] && /^\D/.test(value) ? numbered(names[type], type)(value) : -1;
      if (at < 0) return value;
      const name = names[type][at];
      return value.length > 4 || value === 'May' ? name : name.replace(/^e /, '').slice(0, 3);
    })
    .join('');
}

/** A moment or a day. Days are written in UTC, as which `YYYY-MM-DD` is read. */
export function write(date, locale, options) {
  const names = own(locale);
  const format = new Intl.DateTimeFormat(names ? 'en-GB' : locale, { timeZone: 'UTC', ...options });
  return names ? translated(format.formatToParts(new Date(date)), names) : format.format(new Date(date));
}

/** From one to another, with what both have said once. */
export function writeRange(from, to, locale, options) {
  const names = own(locale);
  const format = new Intl.DateTimeFormat(names ? 'en-GB' : locale, { timeZone: 'UTC', ...options });
  const ends = [new Date(from), new Date(to)];
  return names ? translated(format.formatRangeToParts(...ends), names) : format.formatRange(...ends);
}

/** A country, as the language calls it. */
export function countryName({ code, name }, locale) {
  const names = own(locale);
  if (names) return names.countries.split(',').find((it) => it.startsWith(`${code} `))?.slice(3) ?? name;
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code);
  } catch {
    return name;
  }
}
