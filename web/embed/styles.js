// How a listing looks. A page of another site changes it by the custom properties in the first rule.

const CSS = `
:host {
  all: initial;
  display: block;
  container-type: inline-size;
  font: inherit;
  line-height: 1.5;
  overflow-wrap: break-word;
  color-scheme: light dark;
  --accent: var(--cluster-events-accent, light-dark(#0a5c94, #7cc4f5));
  --text: var(--cluster-events-text, light-dark(#1a2129, #e9edf1));
  --quiet: var(--cluster-events-quiet, light-dark(#525d69, #a6b1bc));
  --ground: var(--cluster-events-background, light-dark(#fff, #14191f));
  --line: var(--cluster-events-line, light-dark(#dde3e8, #313a44));
  --radius: var(--cluster-events-radius, .6em);
  --raised: color-mix(in srgb, var(--accent) 8%, var(--ground));
}
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
:host([hidden]) { display: none; }
*, ::before { box-sizing: border-box; }
ul, p, h2, h3, h4, h5, h6 { margin: 0; padding: 0; list-style: none; font: inherit; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; text-underline-offset: .2em; }
a, button { border-radius: .25em; outline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); }
button {
  font: inherit; color: var(--accent); cursor: pointer; padding: .35em .9em;
  background: none; border: 1px solid var(--line); border-radius: 2em;
}
button:hover { border-color: var(--accent); }
button:disabled, [aria-disabled=true] { color: var(--quiet); cursor: default; opacity: .5; }
.panel {
  padding: 0 var(--cluster-events-padding, 1.1em);
  background: var(--ground); color: var(--text); border-radius: var(--radius);
}
.note { padding: 1.1em 0; color: var(--quiet); }

.title { font-weight: 650; line-height: 1.3; text-wrap: pretty; }
:is(.list, .cards) .title { font-size: 1.1em; margin-bottom: .2em; }
.title a { color: inherit; }
.title a:hover { color: var(--accent); }
.when { font-weight: 500; }
.where, .by, .about { color: var(--quiet); }
.where, .by, .register { font-size: .92em; }
.by a { color: inherit; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: .2em; }
.by a:hover { text-decoration-color: currentcolor; }
.register { font-weight: 600; margin-top: .35em; }
.about {
  font-size: .92em; margin-top: .35em; overflow: hidden;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
}
.badge {
  display: inline-block; padding: .1em .65em; margin-bottom: .3em; border-radius: 2em;
  font-size: .78em; font-weight: 650; letter-spacing: .01em;
}
.cancelled { color: light-dark(#8c1c13, #ffb9b0); background: light-dark(#fce6e3, #4b1d18); }
.postponed { color: light-dark(#684600, #ffdc94); background: light-dark(#fdf0d0, #42320e); }
.cancelled ~ .title, .cancelled ~ * .title { text-decoration: line-through; text-decoration-thickness: 1px; }

.day { display: flex; flex-direction: column; align-items: center; text-align: center; line-height: 1.15; }
.day b { font-size: 1.5em; font-weight: 700; color: var(--accent); white-space: nowrap; letter-spacing: -.02em; }
.day span { font-size: .78em; color: var(--quiet); white-space: nowrap; }

.list .event {
  display: grid; grid-template-columns: 5.2em minmax(0, 1fr); gap: 0 1.1em;
  padding: 1.1em 0; border-bottom: 1px solid var(--line);
}
.list .day b { font-size: 1.35em; }
.list .day { padding: .55em .3em; align-self: start; background: var(--raised); border-radius: var(--radius); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17em, 100%), 1fr)); gap: 1em; padding: 1em 0; }
.cards .event {
  display: flex; flex-direction: column; gap: .15em; padding: 1.1em;
  border: 1px solid var(--line); border-radius: var(--radius);
}
.cards .head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .6em; align-items: start; margin-bottom: .6em; }
.cards .day { flex-direction: row; align-items: baseline; gap: .45em; }
.cards .day span { font-size: .92em; }
.cards .badge { margin: .25em 0 0; }
.cards .head:has(.cancelled) ~ .title { text-decoration: line-through; text-decoration-thickness: 1px; }
.cards .register { margin-top: auto; padding-top: .5em; }

.turn { display: flex; align-items: center; justify-content: space-between; padding: .9em 0; }
.turn button { width: 2.4em; height: 2.4em; padding: 0; line-height: 1; font-size: 1.1em; }
.month-name { font-size: 1.2em; font-weight: 650; }
.month-name::first-letter { text-transform: uppercase; }
table { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
th { padding: .5em; text-align: start; font-size: .8em; font-weight: 600; color: var(--quiet); }
td { height: 5.2em; padding: .35em .45em .5em; vertical-align: top; border: 0 solid var(--line); border-width: 1px 0 0 1px; }
td:first-child { border-left: 0; }
td > time { display: block; font-size: .82em; color: var(--quiet); font-variant-numeric: tabular-nums; }
td[aria-current] > time { color: var(--accent); font-weight: 700; }
td .weekday { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.outside { background: light-dark(#f6f8f9, #11151a); }
td .event { margin-top: .3em; padding: .3em .4em; font-size: .78em; line-height: 1.3; background: var(--raised); border-left: 3px solid var(--accent); border-radius: .25em; }
td .continued { border-left-style: dotted; }
td .event > *, .vague .event > * { display: block; }
td .badge { display: table; margin-bottom: .25em; }
td .title, .vague .title { color: inherit; font-weight: 600; hyphens: auto; }
td .where, td .hours { font-size: .92em; }
.vague { padding: 1em 0 .2em; }
.vague > :first-child { font-weight: 650; color: var(--quiet); font-size: .92em; }
.vague .event { padding: .5em 0; border-bottom: 1px solid var(--line); }
.vague .badge { display: table; }

.footer { display: flex; flex-wrap: wrap; align-items: center; gap: .5em 1.2em; padding: 1em 0; }
.calendar { font-size: .92em; }
.calendar::before {
  content: ""; display: inline-block; width: .95em; height: .95em; margin-inline-end: .45em; vertical-align: -.1em;
  border: .13em solid; border-top-width: .3em; border-radius: .18em;
}

@container (max-width: 38em) {
  table, tbody, tr, td.taken { display: block; height: auto; }
  thead, tr:not(:has(.taken)), td.free, td.outside { display: none; }
  table { border: 0; border-radius: 0; }
  td { border-width: 1px 0 0; padding: .7em 0; }
  td .weekday { position: static; width: auto; height: auto; clip-path: none; margin-inline-end: .35em; }
  td > time { font-size: .92em; }
  td .event { font-size: .95em; }
}
@container (max-width: 24em) {
  .list .event { grid-template-columns: minmax(0, 1fr); gap: .6em; }
  .list .day { justify-self: start; padding: .4em .9em; }
}
@media (prefers-reduced-motion: no-preference) {
  a, button { transition: color .15s, border-color .15s; }
}
@media (forced-colors: active) {
  .badge, .day, td .event { border: 1px solid; }
}
`;

let sheet;

/** One sheet for all elements of a page: made by a script, it is no inline style that a policy could refuse. */
export function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
