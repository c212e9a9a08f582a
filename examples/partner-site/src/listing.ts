// Which events are copied, and what of the log concerns them. This is the file to change for another listing.

import type { Directory } from "./directory.ts";
import { fresh } from "./fresh.ts";
import { organizationQuestion, type Change, type EventFilter, type RecordType } from "./questions.ts";
import { Trouble } from "./trouble.ts";

/** The types of all records that a page shows or a listing asks about. */
export const FOLLOWED: RecordType[] = [
  "EVENT",
  "PARTICIPATION",
  "ORGANIZATION",
  "PERSON",
  "PLACE",
  "COUNTRY",
  "TOPIC",
];

/** A listing in the words of the directory's feeds: `country=RS`, `organization=ict-cluster`. */
export class Listing {
  readonly words: string;
  readonly #key: string;
  readonly #value: string;

  constructor(words: string) {
    const [word, ...others] = new URLSearchParams(words);
    if (word === undefined || others.length > 0 || !["country", "organization"].includes(word[0]) || word[1] === "") {
      throw new Trouble(`The listing “${words}” is none: write country=CODE or organization=SLUG.`);
    }
    [this.#key, this.#value] = word;
    this.words = String(new URLSearchParams([word]));
  }

  /** The same events as a calendar of the directory. */
  calendar(directory: Directory): string {
    return `${directory.address}/events.ics?${this.words}`;
  }

  /**
   * The filter of its events today. An organization is asked for by its id: its slug may change, and when it is merged
   * both lead to the other one. Null if there is no such organization.
   */
  async where(directory: Directory, number: number): Promise<EventFilter | null> {
    if (this.#key === "country") return { country: { code: { eq: this.#value.toUpperCase() } } };
    const variables = { slug: this.#value, types: FOLLOWED };
    const { organization } = await fresh(number, () => directory.ask(organizationQuestion, variables));
    return organization && { organizations: { some: { id: { eq: organization.id } } } };
  }
}

/** The records that a change was about, as far as pages show them: the record, and the event that it was a part of. */
export function touchedBy({ node: change }: Change): string[] {
  // A claim is what a source says; the record itself has a change of its own if it follows.
  if (change.claimId !== null) return [];
  const events = change.differences.filter((it) => it.part === "event").flatMap((it) => [it.before, it.after]);
  return [change.recordId, ...events.filter((id) => id !== null)];
}

/** The events that have something to do with these records as they are now. */
export function concerns(records: string[]): EventFilter {
  const id = { in: records };
  return {
    or: [
      { id },
      { venue: { id } },
      { city: { id } },
      { country: { id } },
      { topics: { some: { id } } },
      { participations: { some: { or: [{ id }, { person: { id } }, { organization: { id } }, { country: { id } }] } } },
    ],
  };
}
