// Puts <cluster-events> of a running server on a page of another site, with a strict policy, and looks at it as
// visitors do.
//
//   node embed.mjs BASE_URL [CHROMIUM [FOLDER_FOR_PICTURES]]
//
// The server has the events of `tests/api/embed.rs`. Ends with 0 when everything works, with 1 and a sentence that
// says what does not otherwise.
import { chromium } from 'playwright-core';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hostile } from './hostile.mjs';

const [base, executablePath = '/usr/bin/chromium', pictures] = process.argv.slice(2);
if (!base || !URL.canParse(base)) {
  console.error('Usage: node embed.mjs BASE_URL [CHROMIUM [FOLDER_FOR_PICTURES]]');
  process.exit(2);
}
const { origin } = new URL(base);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOST_BYTES = 15 * 1024;
/** The day on which the visitors come. */
const TODAY = new Date('2026-11-22T12:00:00Z');

/** Ends the test with this sentence unless the condition holds. */
function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

// A site that allows nothing but this server's script and data: no styles at all, no markup made by scripts.
const POLICY = [
  "default-src 'none'",
  `script-src ${origin}`,
  `connect-src ${origin}`,
  "style-src 'none'",
  `frame-src ${origin}`,
  "require-trusted-types-for 'script'",
].join('; ');
const partner = createServer((request, response) => {
  const body = decodeURIComponent(new URL(request.url, 'http://partner').search.slice(1));
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', POLICY);
  response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark"><title>Partner</title>
    <script type="module" src="${origin}/embed.js"></script>
    <main><h1>Partner</h1><h2>Events</h2>${body}</main></html>`);
});
await new Promise((ready) => partner.listen(0, '127.0.0.1', ready));
const site = `http://127.0.0.1:${partner.address().port}`;

const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ],
});

const complaints = []; // what the browser reports on its own, refusals by the policy among it
const strangers = []; // requests to any other server than the two
const answers = { count: 0 };

/** A visitor with settings of their own. */
async function visitor(settings = {}) {
  const context = await browser.newContext({
    viewport: { width: 960, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Istanbul',
    ...settings,
  });
  await context.clock.setFixedTime(TODAY);
  context.on('request', (request) => {
    answers.count += 1;
    const url = new URL(request.url());
    if (![origin, site].includes(url.origin) && url.protocol !== 'data:') strangers.push(url.href);
  });
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  return context;
}

/** A page of the partner's with this in it; waits until the listing is shown. */
async function visit(context, body, shown = 'cluster-events .panel') {
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  await page.goto(`${site}/?${encodeURIComponent(body)}`);
  if (shown) await page.locator(shown).first().waitFor();
  return page;
}

const embedded = (attributes) => `<cluster-events ${attributes}><a href="${origin}/embed/listing">Our events</a></cluster-events>`;

/** What axe finds wrong with a page, in the shadow root too. */
async function accessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(' ')}`);
  check(!found.length, `axe finds in ${what}:\n${found.join('\n')}`);
}

const step = async (name, story) => {
  try {
    await story();
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
};

try {
  await step('The script', async () => {
    const response = await fetch(`${origin}/embed.js`, { headers: { origin: site } });
    const size = gzipSync(await response.text(), { level: 9 }).length;
    check(size < MOST_BYTES, `it has ${size} bytes compressed, more than ${MOST_BYTES}.`);
    console.log(`embed.js: ${size} bytes compressed.`);
  });

  await step('Three layouts, light and dark', async () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const layout of ['list', 'cards', 'month']) {
        const context = await visitor({ colorScheme });
        const page = await visit(context, embedded(`upcoming layout=${layout}`));
        const text = await page.locator('cluster-events').evaluate((it) => it.shadowRoot.textContent);
        for (const words of ['KosICT 2026', 'Cancelled', 'Postponed', 'December 2026', 'Subscribe']) {
          check(text.includes(words), `${layout} does not say “${words}”: ${text}`);
        }
        check(await page.evaluate(() => document.querySelectorAll('style, link').length === 0), 'there is a style in the page.');
        await accessible(page, `the ${layout} (${colorScheme})`);
        check((await context.cookies()).length === 0, 'there are cookies.');
        const stored = await page.evaluate(() => localStorage.length + sessionStorage.length);
        check(stored === 0, 'something is stored in the browser.');
        if (pictures) {
          await page.locator('cluster-events').screenshot({ path: join(pictures, `embed-${layout}-${colorScheme}.png`) });
        }
        await context.close();
      }
    }
  });

  await step('Its theme', async () => {
    const context = await visitor({ colorScheme: 'light' });
    const page = await visit(context, embedded('upcoming theme=dark'));
    const ground = await page.locator('.panel').evaluate((panel) => getComputedStyle(panel).backgroundColor);
    check(ground === 'rgb(20, 25, 31)', `a dark listing on a light page has the ground ${ground}.`);
    await context.close();
  });

  await step('Dates', async () => {
    const context = await visitor();
    const page = await visit(context, embedded('upcoming') + embedded('upcoming zone=visitor'), 'cluster-events >> nth=1');
    await page.locator('cluster-events .when').nth(8).waitFor();
    const [own, visitors] = await page
      .locator('cluster-events')
      .evaluateAll((all) => all.map((it) => [...it.shadowRoot.querySelectorAll('.when')].map((when) => when.textContent)));
    const plain = (words) => words.replaceAll(/\s/g, ' ');
    check(own.map(plain).includes('Tuesday, 8 December 2026, 08:30–10:00 CET'), `in the event's zone: ${own}`);
    check(visitors.map(plain).includes('Tuesday, 8 December 2026, 10:30–12:00 GMT+3'), `in the visitor's zone: ${visitors}`);
    check(own.includes('December 2026') && own.includes('2027'), `a month or a year alone: ${own}`);
    const machine = await page.locator('cluster-events').first().locator('time').evaluateAll((all) => all.map((it) => it.dateTime));
    check(machine.includes('2026-12') && machine.includes('2027') && machine.includes('2026-12-03'), `for programs: ${machine}`);
    await context.close();
  });

  await step('Languages', async () => {
    const context = await visitor();
    const words = {
      en: 'Cancelled', de: 'Abgesagt', sr: 'Отказано', 'sr-Latn': 'Otkazano', bg: 'Отменено', ro: 'Anulat',
      mk: 'Откажано', tr: 'İptal edildi', el: 'Ακυρώθηκε', sq: 'Anuluar',
    };
    const months = {
      en: 'December', de: 'Dezember', sr: 'децембар', 'sr-Latn': 'decembar', bg: 'декември', ro: 'decembrie',
      mk: 'декември', tr: 'Aralık', el: 'Δεκεμβρίου', sq: 'dhjetor',
    };
    for (const [lang, word] of Object.entries(words)) {
      const page = await visit(context, embedded(`upcoming lang=${lang}`));
      const text = await page.locator('cluster-events').evaluate((it) => it.shadowRoot.textContent);
      check(text.includes(word) && text.includes(months[lang]), `${lang} does not say “${word}” and “${months[lang]}”: ${text}`);
      await page.close();
    }
    await context.close();
  });

  await step('The keyboard', async () => {
    const context = await visitor({ reducedMotion: 'reduce' });
    const page = await visit(context, embedded('upcoming layout=month'));
    await page.getByRole('button', { name: 'Next month' }).focus();
    await page.keyboard.press('Enter');
    check((await page.locator('.month-name').textContent()) === 'January 2027', 'Enter does not turn to the next month.');
    check(await page.getByRole('cell').first().isVisible(), 'the month is no table.');
    const moves = await page.locator('cluster-events button').first().evaluate((it) => getComputedStyle(it).transitionDuration);
    check(moves === '0s', 'something moves for whoever wants no motion.');

    const list = await visit(context, embedded('upcoming limit=2'));
    await list.getByRole('button', { name: 'Show more' }).press('Enter');
    await list.locator('.event').nth(3).waitFor();
    const focus = await list.evaluate(() => document.activeElement.shadowRoot.activeElement?.textContent ?? '');
    check(focus.includes(await list.locator('.event .title').nth(2).textContent()), `the focus is not on the third event: ${focus}`);
    await context.close();
  });

  await step('On a narrow page', async () => {
    const context = await visitor({ viewport: { width: 320, height: 700 } });
    for (const layout of ['list', 'cards', 'month']) {
      const page = await visit(context, embedded(`upcoming layout=${layout}`));
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(!wider, `the ${layout} is wider than the page.`);
      await accessible(page, `the narrow ${layout}`);
    }
    await context.close();
  });

  await step('Without JavaScript', async () => {
    const context = await visitor({ javaScriptEnabled: false });
    const page = await visit(context, embedded('upcoming'), null);
    await page.getByRole('link', { name: 'Our events' }).click();
    await page.getByRole('link', { name: 'KosICT 2026' }).waitFor();
    check(await page.getByText('Cancelled:').isVisible(), 'the page behind the link does not say what is cancelled.');
    await context.close();
  });

  await step('What goes wrong', async () => {
    const context = await visitor();
    const before = complaints.length;
    const page = await visit(context, embedded('view=no-such-view'));
    check(await page.getByRole('button', { name: 'Try again' }).isVisible(), 'nobody can try again.');
    check(await page.getByRole('link', { name: 'Our events' }).isVisible(), 'the link inside is gone.');
    await accessible(page, 'a listing that failed');
    complaints.splice(before); // the browser's own line about the 404
    await context.close();
  });

  await step('In a frame', async () => {
    const context = await visitor();
    const address = `${origin}/embed/listing?upcoming=true&layout=cards`;
    const page = await visit(context, `<iframe title="Events" src="${address}"></iframe>`, null);
    await page.frameLocator('iframe').getByRole('link', { name: 'KosICT 2026' }).waitFor();
    const boxed = await visit(context, `<iframe title="Events" sandbox="allow-scripts" src="${address}"></iframe>`, null);
    await boxed.frameLocator('iframe').locator('cluster-events .cards').waitFor();
    const alone = await context.newPage();
    await alone.goto(address);
    await alone.locator('cluster-events .panel').waitFor();
    await accessible(alone, 'the page for a frame');
    await context.close();
  });

  await step('The page that builds the code', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const context = await visitor({ colorScheme, viewport: { width: 1360, height: 900 } });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
      const page = await context.newPage();
      await page.goto(`${origin}/embed?upcoming=true`);
      await page.locator('select[name=country] option[value=BG]').waitFor({ state: 'attached' });
      await page.getByRole('radio', { name: 'Cards' }).press('Space');
      await page.locator('cluster-events .cards').waitFor();
      if (pictures) await page.screenshot({ path: join(pictures, `embed-builder-${colorScheme}.png`) });
      await page.getByLabel('Country').selectOption('BG');
      await page.locator('cluster-events[country=BG] .cards').waitFor();
      check(page.url() === `${origin}/embed?country=BG&upcoming=true&layout=cards`, `its address is ${page.url()}.`);
      await page.getByRole('button', { name: 'Copy: For your page' }).click();
      await page.getByText('Copied: For your page.').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      check(copied.includes('<cluster-events country="BG" upcoming layout="cards">'), `copied is: ${copied}`);
      const calendar = await page.getByRole('link', { name: 'Open in your calendar' }).getAttribute('href');
      check(calendar === `webcal://${new URL(base).host}/events.ics?country=BG&upcoming=true`, `the calendar is ${calendar}.`);
      check((await page.locator('#copies').textContent()).includes(`${origin}/events.atom?country=BG&upcoming=true`), 'no Atom.');
      const query = page.getByRole('link', { name: 'Open in GraphiQL' });
      const { searchParams } = new URL(await query.getAttribute('href'));
      const answer = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: searchParams.get('query'), variables: JSON.parse(searchParams.get('variables')) }),
      }).then((response) => response.json());
      const titles = answer.data?.events.nodes.map(({ title }) => title);
      check(titles?.join() === 'Black Sea Matchmaking', `the query finds ${JSON.stringify(answer)}`);
      await accessible(page, `the page that builds the code (${colorScheme})`);

      // A view can be chosen, and what is copied then is the view.
      await page.getByRole('button', { name: 'Begin again' }).click();
      await page.getByLabel('View').selectOption('what-comes');
      await page.locator('cluster-events[view=what-comes] .list').waitFor();
      check((await page.locator('#copies').textContent()).includes('/views/what-comes.ics'), 'the calendar is not that of the view.');
      await page.waitForLoadState('networkidle');
      await context.close();
    }
  });

  await step('Sixty hostile texts', async () => {
    check(hostile.length === 60 && new Set(hostile).size === 60, `there are ${hostile.length} of them.`);
    const context = await visitor();
    const ran = [];
    await context.exposeFunction('pwned', () => ran.push('a script'));
    // A server that was taken over, or that forgot to look: every field of every event is hostile.
    const items = hostile.map((text, at) => ({
      id: text,
      url: text,
      title: `${text} (${at})`,
      content_text: text,
      _event: {
        id: text, kind: text, status: ['SCHEDULED', 'CANCELLED', 'POSTPONED', text][at % 4], website: text,
        registrationUrl: text, description: text, timeZone: text, online: text,
        start: at % 3 ? { edtf: '2026-12-03', text, earliest: '2026-12-03', latest: '2026-12-03' } : { edtf: text, text, earliest: null, latest: null },
        startsAt: at % 5 ? null : '2026-12-03T10:00:00Z',
        venue: { name: text }, city: { name: text }, country: { code: text, name: text },
        organizers: [{ name: text, url: text }], topics: [text],
      },
    }));
    const feed = { version: 'https://jsonfeed.org/version/1.1', title: hostile[0], items, next_url: hostile[48] };
    await context.route(/\/(events|views\/[^/]+)\.json/, (route) => route.fulfill({ json: feed, headers: { 'access-control-allow-origin': '*' } }));
    const unharmed = async (page, what, time = 50) => {
      // An image that is not there, or a moving picture, needs some time to run what it brought.
      await page.waitForTimeout(time);
      const made = await page.evaluate(() => {
        const inside = [document, ...[...document.querySelectorAll('cluster-events')].map((it) => it.shadowRoot)];
        const all = inside.flatMap((root) => [...root.querySelectorAll('*')]);
        const bad = all.filter((it) =>
          it.matches('img, svg, math, object, embed, video, audio, marquee, base:not([target]), [srcdoc]') ||
          [...it.attributes].some(({ name, value }) => /^on/i.test(name) || (name === 'href' && /^\s*(java|vb|data)/i.test(value))));
        return bad.map((it) => it.outerHTML);
      });
      check(!made.length, `in ${what} a text became an element: ${made[0]}`);
      check(!ran.length, `in ${what} a text ran.`);
    };
    for (const layout of ['list', 'cards', 'month']) {
      const page = await visit(context, embedded(`layout=${layout}`));
      await page.locator('cluster-events .event').nth(30).waitFor();
      await unharmed(page, `the ${layout}`, 1000);
    }
    // The page for a frame and the one that builds the code, asked for hostile texts.
    const parameters = ['view', 'country', 'city', 'organization', 'kind', 'from', 'text', 'limit', 'layout', 'theme', 'lang', 'zone'];
    const page = await context.newPage();
    const before = complaints.length;
    for (const text of hostile) {
      await page.goto(`${origin}/embed/listing?text=${encodeURIComponent(text)}`);
      await unharmed(page, 'the page for a frame');
      for (const name of parameters.filter((name) => name !== 'text')) {
        const refused = await fetch(`${origin}/embed/listing?${name}=${encodeURIComponent(text)}`);
        check(refused.status === 400 || refused.status === 404, `${name}=${text} is answered ${refused.status}.`);
        check(refused.headers.get('content-type').startsWith('text/plain'), 'a refusal is no plain text.');
      }
      const all = new URLSearchParams(parameters.map((name) => [name, text]));
      await page.goto(`${origin}/embed?${all}`);
      await unharmed(page, 'the page that builds the code');
    }
    // And with hostile names in all that it offers.
    const nodes = hostile.map((text) => ({ value: text, label: text, listing: { events: {} } }));
    const choices = Object.fromEntries(['view', 'country', 'network', 'topic', 'partnership', 'project'].map((name) => [name, { nodes }]));
    const words = { enumValues: hostile.map((name) => ({ name })) };
    await context.route(/\/graphql$/, (route) => route.fulfill({ json: { data: { ...choices, kind: words, status: words, found: { nodes } } } }));
    await page.goto(`${origin}/embed`);
    await page.locator('select[name=topic] option').nth(60).waitFor({ state: 'attached' });
    await unharmed(page, 'the page that builds the code', 1000);
    complaints.splice(before); // the browser's own lines about refused parameters
    await context.close();
  });

  check(!strangers.length, `Other servers were asked: ${strangers.join(', ')}`);
  check(!complaints.length, `The browser complains:\n${complaints.join('\n')}`);
  console.log(`The embedded listing works: ${answers.count} requests, all to ${origin} and the page's own site.`);
} catch (error) {
  console.error([`The embedded listing does not work: ${error.message}`, ...complaints].join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
  partner.close();
}
