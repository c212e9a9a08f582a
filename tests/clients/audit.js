// Every audit that npm `graphql-http` has for servers: `node audit.js URL`. It prints one line for each
// that does not hold, and ends with 1 if there is any.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const audits = serverAudits({ url });
const results = [];
for (const audit of audits) results.push(await audit.fn());

const kept = results.filter(({ status }) => status === 'ok');
for (const { id, name, status, reason } of results.filter((result) => !kept.includes(result))) {
  console.error(`${status} ${id} ${name}: ${reason}`);
}
const levels = ['MUST', 'SHOULD', 'MAY'].map((level) => {
  const of = (list) => list.filter(({ name }) => name.startsWith(level)).length;
  return `${level} ${of(kept)}/${of(audits)}`;
});
console.log(`${kept.length} of ${audits.length} audits hold: ${levels.join(', ')}`);
if (kept.length !== audits.length || audits.length < 61) process.exitCode = 1;
