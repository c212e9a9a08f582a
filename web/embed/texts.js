// What the element says itself, in the languages of the region. `{}` is a date.

/** In this order for each language; one language, one line of each. */
const KEYS = [
  'none', 'failed', 'again', 'more', 'calendar', 'register', 'cancelled', 'postponed', 'online', 'by',
  'about', 'perhaps', 'until', 'since', 'within', 'undated', 'noDay', 'previous', 'next',
];

const TEXTS = {
  en: [
    'There are no events to show.', 'The events cannot be shown at the moment.', 'Try again', 'Show more',
    'Subscribe in your calendar', 'Register', 'Cancelled', 'Postponed', 'Online', 'Organized by',
    'around {}', 'perhaps {}', '{} or earlier', '{} or later', 'within {}',
    'Date to be announced', 'Day not known yet', 'Previous month', 'Next month',
  ],
  de: [
    'Keine Veranstaltungen.', 'Die Veranstaltungen können gerade nicht angezeigt werden.', 'Erneut versuchen',
    'Mehr anzeigen', 'Im Kalender abonnieren', 'Anmelden', 'Abgesagt', 'Verschoben', 'Online', 'Organisation:',
    'ungefähr {}', 'vielleicht {}', '{} oder früher', '{} oder später', 'im Zeitraum {}',
    'Termin wird noch bekannt gegeben', 'Tag noch nicht bekannt', 'Voriger Monat', 'Nächster Monat',
  ],
  sr: [
    'Нема догађаја за приказ.', 'Догађаји тренутно не могу да се прикажу.', 'Покушај поново', 'Прикажи још',
    'Претплати се у календару', 'Пријави се', 'Отказано', 'Одложено', 'Онлајн', 'Организација:',
    'приближно {}', 'можда {}', '{} или раније', '{} или касније', 'у периоду {}',
    'Датум ће бити објављен', 'Дан још није познат', 'Претходни месец', 'Следећи месец',
  ],
  'sr-Latn': [
    'Nema događaja za prikaz.', 'Događaji trenutno ne mogu da se prikažu.', 'Pokušaj ponovo', 'Prikaži još',
    'Pretplati se u kalendaru', 'Prijavi se', 'Otkazano', 'Odloženo', 'Onlajn', 'Organizacija:',
    'približno {}', 'možda {}', '{} ili ranije', '{} ili kasnije', 'u periodu {}',
    'Datum će biti objavljen', 'Dan još nije poznat', 'Prethodni mesec', 'Sledeći mesec',
  ],
  bg: [
    'Няма събития за показване.', 'В момента събитията не могат да бъдат показани.', 'Опитайте отново',
    'Покажи още', 'Абонамент в календар', 'Регистрация', 'Отменено', 'Отложено', 'Онлайн', 'Организатор:',
    'приблизително {}', 'може би {}', '{} или по-рано', '{} или по-късно', 'в периода {}',
    'Датата предстои да бъде обявена', 'Денят още не е известен', 'Предишен месец', 'Следващ месец',
  ],
  ro: [
    'Nu există evenimente de afișat.', 'Evenimentele nu pot fi afișate momentan.', 'Încearcă din nou',
    'Arată mai multe', 'Abonare în calendar', 'Înscriere', 'Anulat', 'Amânat', 'Online', 'Organizator:',
    'aproximativ {}', 'poate {}', '{} sau mai devreme', '{} sau mai târziu', 'în perioada {}',
    'Data va fi anunțată', 'Ziua nu este încă cunoscută', 'Luna precedentă', 'Luna următoare',
  ],
  mk: [
    'Нема настани за прикажување.', 'Настаните моментално не можат да се прикажат.', 'Обиди се повторно',
    'Прикажи повеќе', 'Претплата во календар', 'Пријави се', 'Откажано', 'Одложено', 'Онлајн', 'Организатор:',
    'приближно {}', 'можеби {}', '{} или порано', '{} или подоцна', 'во периодот {}',
    'Датумот ќе биде објавен', 'Денот сè уште не е познат', 'Претходен месец', 'Следен месец',
  ],
  tr: [
    'Gösterilecek etkinlik yok.', 'Etkinlikler şu anda gösterilemiyor.', 'Yeniden dene', 'Daha fazla göster',
    'Takvimden abone ol', 'Kayıt ol', 'İptal edildi', 'Ertelendi', 'Çevrim içi', 'Düzenleyen:',
    'yaklaşık {}', 'belki {}', '{} veya öncesi', '{} veya sonrası', '{} arasında',
    'Tarih duyurulacak', 'Günü henüz belli değil', 'Önceki ay', 'Sonraki ay',
  ],
  el: [
    'Δεν υπάρχουν εκδηλώσεις.', 'Οι εκδηλώσεις δεν μπορούν να εμφανιστούν αυτή τη στιγμή.', 'Δοκιμάστε ξανά',
    'Εμφάνιση περισσότερων', 'Συνδρομή στο ημερολόγιο', 'Εγγραφή', 'Ακυρώθηκε', 'Αναβλήθηκε', 'Διαδικτυακά',
    'Διοργάνωση:', 'περίπου {}', 'ίσως {}', '{} ή νωρίτερα', '{} ή αργότερα', 'στο διάστημα {}',
    'Η ημερομηνία θα ανακοινωθεί', 'Η ημέρα δεν είναι ακόμη γνωστή', 'Προηγούμενος μήνας', 'Επόμενος μήνας',
  ],
  sq: [
    'Nuk ka ngjarje për të shfaqur.', 'Ngjarjet nuk mund të shfaqen për momentin.', 'Provo përsëri',
    'Shfaq më shumë', 'Abonohu në kalendar', 'Regjistrohu', 'Anuluar', 'Shtyrë', 'Në internet', 'Organizator:',
    'rreth {}', 'ndoshta {}', '{} ose më herët', '{} ose më vonë', 'në periudhën {}',
    'Data do të njoftohet', 'Dita ende nuk dihet', 'Muaji i mëparshëm', 'Muaji pasues',
  ],
};

/** The languages that there are. */
export const LANGUAGES = Object.keys(TEXTS);

/**
 * The texts for an element and the locale in which it writes dates: of its own `lang`, else of the page
 * around it, else of the visitor; English where none of them is known here.
 */
export function language(element) {
  const wanted = [element.closest('[lang]')?.lang, ...navigator.languages, 'en'].filter(Boolean);
  for (const tag of wanted) {
    const found = [tag.match(/^[a-z]+-[a-z]{4}\b/i)?.[0], tag.split('-')[0]]
      .map((part) => LANGUAGES.find((it) => it.toLowerCase() === part?.toLowerCase()))
      .find(Boolean);
    if (found) {
      const texts = Object.fromEntries(KEYS.map((key, at) => [key, TEXTS[found][at]]));
      return { locale: locale(tag, found), texts };
    }
  }
}

/** Plain English writes the day before the month, as Europe does; a tag that is none is taken for its language. */
function locale(tag, language) {
  if (tag.toLowerCase() === 'en') return 'en-GB';
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return language;
  }
}
