// Holds schema.graphql against the two strictest readers that a client may bring: Relay's compiler
// (the app in src/) and the rules of @graphql-eslint (eslint.config.js).

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';
import { buildSchema, parse, validate, validateSchema } from 'graphql';
import relay from 'relay-compiler';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const artifacts = `${here}__generated__/`;
const read = (folder) => readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'));

const checks = {
  /** The app compiles, with every artifact that its documents ask for. */
  relay() {
    rmSync(artifacts, { recursive: true, force: true });
    mkdirSync(artifacts);
    const run = spawnSync(relay, ['--noWatchman', '--output', 'quiet-with-errors', 'relay.config.json'], {
      cwd: here,
      stdio: 'inherit',
    });
    if (run.status !== 0) return [`relay-compiler: ${run.error ?? `exit ${run.status}`}`];
    const asked = read(`${here}src/`).flatMap((text) =>
      [...text.matchAll(/^ *(?:query|mutation|fragment) (\w+)|queryName: "(\w+)"/gm)].map((it) => it[1] ?? it[2]),
    );
    const written = new Set(readdirSync(artifacts));
    const missing = asked.filter((name) => !written.has(`${name}.graphql.ts`));
    console.log(`relay: ${written.size} artifacts`);
    return asked.length === 0 ? ['no documents in src/'] : missing.map((name) => `no artifact ${name}`);
  },

  /** The schema is valid, and so is what Relay would send, also to the reference implementation. */
  reference() {
    const schema = buildSchema(readFileSync(`${root}schema.graphql`, 'utf8'));
    const wrong = validateSchema(schema).map((error) => error.message);
    if (wrong.length > 0) return wrong;
    const queries = read(artifacts).flatMap((text) => {
      const sent = text.match(/^ *"text": ("(?:query|mutation) .*")$/m);
      return sent ? [JSON.parse(sent[1])] : [];
    });
    console.log(`reference: ${queries.length} queries`);
    return queries.length === 0
      ? ['no queries among the artifacts']
      : queries.flatMap((query) => validate(schema, parse(query)).map((error) => `${error.message}\n${query}`));
  },

  /** The schema keeps the rules. */
  async lint() {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: `${here}eslint.config.js` });
    const results = await eslint.lintFiles(['schema.graphql']);
    console.log(`lint: ${results.length} file, ${results[0].messages.length} problems`);
    const text = await (await eslint.loadFormatter('stylish')).format(results);
    return text === '' ? [] : [text];
  },
};

for (const [name, check] of Object.entries(checks)) {
  try {
    for (const problem of await check()) {
      console.error(`${name}: ${problem}`);
      process.exitCode = 1;
    }
  } catch (error) {
    console.error(`${name}: ${error}`);
    process.exitCode = 1;
  }
}
