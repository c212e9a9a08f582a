// From the directory into the copy.

import type { ResultOf } from "gql.tada";

import type { Copy } from "./copy.ts";
import type { Directory } from "./directory.ts";
import { fresh } from "./fresh.ts";
import { FOLLOWED, concerns } from "./listing.ts";
import { addressQuestion, eventsQuestion, leadQuestion, type EventFilter } from "./questions.ts";

/** How many ids are asked for at once; the directory takes 100 nodes, and 250 ids in a filter. */
const IDS = 100;

/** Takes the whole listing anew. */
export async function takeAll(directory: Directory, copy: Copy): Promise<void> {
  copy.events = {};
  await takeEvents(directory, copy, copy.where);
}

/** Asks anew for all events that showed one of these records, or that have to do with one now. */
export async function takeTouched(directory: Directory, copy: Copy, records: Set<string>): Promise<void> {
  const showing = Object.values(copy.events).filter((event) => idsIn(event).some((id) => records.has(id)));
  for (const ids of chunks(new Set([...records, ...showing.map((event) => event.id)]))) {
    const found = await takeEvents(directory, copy, { and: [copy.where, concerns(ids)] });
    // What was asked for by its id and did not come is gone, or fits no more.
    for (const id of ids) if (!found.has(id)) delete copy.events[id];
  }
}

/** Looks up where those lead that had a page and have none now: to whatever they were merged into. */
export async function takeLeads(directory: Directory, copy: Copy): Promise<void> {
  copy.leads = {};
  const gone = Object.values(copy.addresses).filter((id) => copy.events[id] === undefined);
  for (const ids of chunks(new Set(gone))) {
    const variables = { ids, types: FOLLOWED };
    const { nodes } = await fresh(copy.read.number, () => directory.ask(leadQuestion, variables));
    for (const [index, id] of ids.entries()) {
      const present = nodes[index]?.id;
      if (present !== undefined && present !== id) copy.leads[id] = present;
    }
  }
}

/** An address may have been made of a person's name. If that was erased, it leads nowhere at the directory, nor here. */
export async function forgetAddresses(directory: Directory, copy: Copy, erased: Set<string>): Promise<void> {
  for (const [slug, id] of Object.entries(copy.addresses)) {
    if (!erased.has(id)) continue;
    const variables = { slug, types: FOLLOWED };
    const { event } = await fresh(copy.read.number, () => directory.ask(addressQuestion, variables));
    if (event === null) delete copy.addresses[slug];
  }
}

/** Copies all events that a filter finds, page by page. Their ids. */
async function takeEvents(directory: Directory, copy: Copy, where: EventFilter): Promise<Set<string>> {
  const found = new Set<string>();
  let page: ResultOf<typeof eventsQuestion>["events"]["pageInfo"] = { hasNextPage: true, endCursor: null };
  while (page.hasNextPage) {
    const variables = { where, types: FOLLOWED, after: page.endCursor };
    const { events } = await fresh(copy.read.number, () => directory.ask(eventsQuestion, variables));
    for (const event of events.nodes) {
      found.add(event.id);
      copy.events[event.id] = event;
      copy.addresses[event.slug] = event.id;
    }
    page = events.pageInfo;
  }
  return found;
}

/** The ids of all records that something shows, its own among them. */
function idsIn(shown: object): string[] {
  return Object.entries(shown).flatMap(([key, value]: [string, unknown]) => {
    if (key === "id" && typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? idsIn(value) : [];
  });
}

function chunks(ids: Set<string>): string[][] {
  const all = [...ids];
  return Array.from({ length: Math.ceil(all.length / IDS) }, (_, at) => all.slice(at * IDS, (at + 1) * IDS));
}
