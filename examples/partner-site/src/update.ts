// The copy follows the directory: taken whole once, then kept up by the log of changes.

import { emptyCopy, type Copy } from "./copy.ts";
import type { Directory } from "./directory.ts";
import { FOLLOWED, touchedBy, type Listing } from "./listing.ts";
import { endQuestion, newsQuestion, type Change, type EventFilter } from "./questions.ts";
import { forgetAddresses, takeAll, takeLeads, takeTouched } from "./take.ts";
import { Trouble } from "./trouble.ts";

/** How many pages of the log one run reads at most; the next one goes on from there. */
const PAGES = 1000;

/** No event fits this. */
const NOTHING: EventFilter = { id: { in: [] } };

/** Brings a copy up to the end of the log; without one, takes it whole. */
export async function update(directory: Directory, listing: Listing, known: Copy | null, of: string): Promise<Copy> {
  let copy = known ?? (await begin(directory, listing, of));
  // Only a page without changes ends it, so what is written meanwhile is read too.
  for (let page = 0; page < PAGES; page++) {
    const { number, cursor, at } = copy.read;
    const variables = { types: FOLLOWED, after: cursor, number };
    const { data, tag } = await directory.askAgain(newsQuestion, variables, copy.tag);
    if (data === undefined) return copy;
    const sameLog = number === 0 || data.read.nodes[0]?.at === at;
    if (!sameLog) {
      copy = await begin(directory, listing, of);
      continue;
    }
    const last = data.changes.edges.at(-1);
    copy.tag = last === undefined ? tag : null;
    if (last === undefined) return copy;
    copy.read = { cursor: last.cursor, number: last.node.number, at: last.node.at };
    await follow(directory, listing, copy, data.changes.edges);
  }
  return copy;
}

/**
 * Takes the whole listing. The end of the log is looked up first: what is written while the pages are read comes after
 * it, and is read as a change.
 */
async function begin(directory: Directory, listing: Listing, of: string): Promise<Copy> {
  const copy = emptyCopy(of);
  const { changes } = await directory.ask(endQuestion, { types: FOLLOWED });
  const [end] = changes.edges;
  if (end !== undefined) copy.read = { cursor: end.cursor, number: end.node.number, at: end.node.at };
  const where = await listing.where(directory, copy.read.number);
  if (where === null) throw new Trouble(`${directory.address} knows nobody by ${listing.words}.`);
  copy.where = where;
  await takeAll(directory, copy);
  return copy;
}

/** Takes over what some changes were about. Answers may be newer than the changes: later ones then find it done. */
async function follow(directory: Directory, listing: Listing, copy: Copy, changes: Change[]): Promise<void> {
  const types = new Set(changes.map((change) => change.node.type));
  // Where the organization was withdrawn nothing fits, until it is restored.
  const meant = types.has("ORGANIZATION") ? await listing.where(directory, copy.read.number) : copy.where;
  const where = meant ?? NOTHING;
  if (JSON.stringify(where) === JSON.stringify(copy.where)) {
    await takeTouched(directory, copy, new Set(changes.flatMap(touchedBy)));
  } else {
    copy.where = where;
    await takeAll(directory, copy);
  }
  if (types.has("EVENT")) await takeLeads(directory, copy);
  const erased = changes.filter((change) => change.node.operation === "ERASE").map((change) => change.node.recordId);
  await forgetAddresses(directory, copy, new Set(erased));
}
