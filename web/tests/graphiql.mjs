// Opens /graphiql of a running server in a real browser and uses it as a person would.
//
//   node graphiql.mjs BASE_URL [CHROMIUM [SCREENSHOT]]
//   node graphiql.mjs http://127.0.0.1:8080 /usr/bin/chromium /tmp/graphiql.png
//
// Ends with 0 when everything works, with 1 and a sentence that says what does not otherwise.
import { chromium } from 'playwright-core';

const [base, executablePath = '/usr/bin/chromium', screenshot] = process.argv.slice(2);
if (!base || !URL.canParse(base)) {
  console.error('Usage: node graphiql.mjs BASE_URL [CHROMIUM [SCREENSHOT]]');
  process.exit(2);
}
const { origin } = new URL(base);

/** Ends the test with this sentence unless the condition holds. */
function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

/** Waits for what a step needs; when it does not come, the sentence says what was expected. */
async function expect(waiting, sentence) {
  try {
    return await waiting;
  } catch (error) {
    throw new Error(`${sentence} (${error.message.split('\n')[0]})`);
  }
}

// The names of the fields of the query type, to recognise them in the documentation and completion.
const answer = await fetch(new URL('/graphql', base), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ __schema { queryType { name fields { name } } } }' }),
})
  .then((response) => response.json())
  .catch((error) => ({ errors: error.cause ?? error }));
if (!answer.data) {
  console.error(`${origin}/graphql does not tell its schema:`, answer.errors);
  process.exit(1);
}
const queryType = answer.data.__schema.queryType;
const fields = queryType.fields.map(({ name }) => name);

const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ],
});

const complaints = []; // what the browser reports on its own, at any time
const strangers = []; // requests to any other server than this one

/** A visitor who comes for the first time: nothing is stored in the browser yet. */
async function visit(path) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await context.route(
    (url) => url.origin !== origin && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      strangers.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('websocket', (socket) => {
    const { host } = new URL(socket.url());
    if (host !== new URL(base).host) strangers.push(socket.url());
  });
  const response = await page.goto(new URL(path, base).href);
  check(response.ok(), `${path} is answered with status ${response.status()}, not 200.`);
  await expect(
    page.locator('.graphiql-query-editor .view-line').first().waitFor(),
    'The query editor does not appear.',
  );
  return page;
}

/** What an editor shows. It draws only the visible lines, and spaces as no-break spaces. */
const text = async (page, editor) =>
  (await page.locator(`${editor} .view-lines`).innerText()).replaceAll('\u00a0', ' ');

try {
  const page = await visit('/graphiql');
  check((await page.title()).includes('GraphiQL'), 'The title of the page does not name GraphiQL.');
  const tabs = await page.locator('.graphiql-tab').count();
  check(tabs > 1, `The examples should open as tabs, but there are ${tabs}.`);

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const docs = page.locator('.graphiql-doc-explorer');
  await expect(
    docs.getByText(queryType.name, { exact: true }).first().click(),
    `The documentation does not show the type ${queryType.name}.`,
  );
  for (const field of fields) {
    await expect(
      docs.getByText(field, { exact: true }).first().waitFor(),
      `The documentation of ${queryType.name} does not show its field ${field}.`,
    );
  }
  await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();

  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await expect(
    page.locator('.graphiql-explorer-node').first().waitFor(),
    'The explorer does not show a field to choose.',
  );
  await page.getByRole('button', { name: 'Hide GraphiQL Explorer' }).click();

  await page.locator('.graphiql-tab-add').click();
  await page.locator('.graphiql-query-editor .view-line').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type('{ ');
  await page.keyboard.press('Control+Space');
  const suggested = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
  await expect(
    suggested.filter({ hasText: new RegExp(`^(${fields.join('|')})$`) }).first().waitFor(),
    `Completion does not suggest any field of ${queryType.name}.`,
  );
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('{ __typename }');
  await page.getByRole('button', { name: /^Prettify/ }).click();
  await expect(
    page.locator('.graphiql-query-editor .view-line', { hasText: /^\s+__typename\s*$/ }).waitFor(),
    'The button to format the query does not format it.',
  );

  await page.locator('.graphiql-tab').first().click();
  await page.locator('.graphiql-execute-button').click();
  await expect(
    page.locator('.graphiql-response .view-line', { hasText: '"data"' }).first().waitFor(),
    'The first example, when run, shows no data in the response pane.',
  );
  const shown = await text(page, '.graphiql-response');
  check(!shown.includes('"errors"'), `The first example is answered with errors:\n${shown}`);
  if (screenshot) await page.screenshot({ path: screenshot });

  const linked = await visit('/graphiql?query=%7B%20__typename%20%7D');
  check(
    (await text(linked, '.graphiql-query-editor')).includes('{ __typename }'),
    'A link with ?query= does not open its query.',
  );
  await linked.locator('.graphiql-execute-button').click();
  await expect(
    linked.locator('.graphiql-response .view-line', { hasText: queryType.name }).first().waitFor(),
    'The query of a link, when run, shows no answer.',
  );

  // The last few changes: all of them would keep the page busy.
  const log = await fetch(new URL('/graphql?query={changes(last:1){nodes{number}}}', base));
  const after = (await log.json()).data.changes.nodes[0].number - 3;
  const listening = await visit(
    `/graphiql?query=${encodeURIComponent(`subscription { changed(after: ${after}) { number } }`)}`,
  );
  await listening.locator('.graphiql-execute-button').click();
  await expect(
    listening.locator('.graphiql-response .view-line', { hasText: '"number"' }).first().waitFor(),
    'A subscription, when run, shows no event.',
  );
  await listening.locator('.graphiql-execute-button').click();

  check(strangers.length === 0, `The page asked other servers: ${strangers.join(', ')}`);
  check(complaints.length === 0, `The browser complains:\n${complaints.join('\n')}`);
  console.log(`GraphiQL works: ${tabs} examples, ${fields.length} fields in ${queryType.name}.`);
} catch (error) {
  console.error([`GraphiQL does not work: ${error.message}`, ...complaints].join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
}
