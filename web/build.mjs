// Bundles the pages and scripts into a few static files: `node build.mjs [FOLDER]`, `dist` by default. The
// folder is what the server has, by the paths of its addresses.
import { build } from 'esbuild';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

process.chdir(import.meta.dirname ?? new URL('.', import.meta.url).pathname);
const site = process.argv[2] ?? 'dist';
const out = join(site, 'graphiql');
const base = '/graphiql/assets/'; // where the server has the files of `assets`
rmSync(site, { recursive: true, force: true });

// GraphiQL's style sheet has the editor's styles already; without this they would be bundled twice.
const noEditorStyles = {
  name: 'no-editor-styles',
  setup: ({ onLoad }) => onLoad({ filter: /monaco-editor.*\.css$/ }, () => ({ contents: '' })),
};

// Names carry a hash of the contents, so the server may let browsers keep the files for ever.
const options = {
  bundle: true,
  minify: true,
  target: 'es2022',
  legalComments: 'none', // the licences have a file of their own, see below
  metafile: true,
  outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
  plugins: [noEditorStyles],
};

/** The names of the bundled files, by the name that their entry point was given. */
const files = ({ metafile }, extension) =>
  Object.fromEntries(
    Object.keys(metafile.outputs)
      .filter((path) => path.endsWith(extension))
      .map((path) => [basename(path).replace(/-[^-]+$/, ''), base + basename(path)]),
  );

// The keys are the labels by which the editor asks for a worker.
const workers = await build({
  ...options,
  format: 'iife',
  entryPoints: {
    editorWorkerService: 'monaco-editor/esm/vs/editor/editor.worker.js',
    graphql: 'monaco-graphql/esm/graphql.worker.js',
    json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  },
});

// Every file in `examples` becomes a tab, in the order of the names.
const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(join('examples', name), 'utf8'));

const page = await build({
  ...options,
  format: 'esm',
  splitting: true, // what GraphiQL loads on demand (the editor, the formatter) stays apart
  jsx: 'automatic',
  // GraphiQL imports these two by old names that stand for files without named exports; with
  // those its button to format a query does nothing.
  alias: {
    'prettier/parser-babel': 'prettier/plugins/babel',
    'prettier/parser-graphql': 'prettier/plugins/graphql',
  },
  entryPoints: { graphiql: 'src/main.jsx' },
  define: {
    EXAMPLES: JSON.stringify(examples),
    WORKERS: JSON.stringify(files(workers, '.js')),
  },
});

const html = readFileSync('src/index.html', 'utf8')
  .replace('{{style}}', files(page, '.css').graphiql)
  .replace('{{script}}', files(page, '.js').graphiql);
writeFileSync(join(out, 'index.html'), html);

// The libraries may be passed on only with their licences, so those go along.
const packages = [workers, page]
  .flatMap(({ metafile }) => Object.keys(metafile.inputs))
  .map((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
  .filter((folder) => folder && existsSync(join(folder, 'package.json')));
const licences = [...new Set(packages)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
});
writeFileSync(join(out, 'assets', 'licences.txt'), licences.join(`\n\n${'-'.repeat(80)}\n\n`) + '\n');

// What other sites embed, and the page that builds their code: names that stay, because they are written
// into the pages of others. Without this step they work as well, in more and larger files.
await build({
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8', // Cyrillic as it is; as escapes it would be three times as large
  legalComments: 'none',
  logLevel: 'warning',
  outdir: site,
  outbase: '.',
  entryPoints: ['embed.js', 'embed/builder.js', 'embed/builder.css', 'embed/frame.css'],
});
copyFileSync('embed/builder.html', join(site, 'embed/builder.html'));
