// All that is ever asked.

import type { ResultOf, VariablesOf } from "gql.tada";

import { graphql } from "./graphql.ts";

/**
 * What the pages tell of an event. Whatever has an `id` here is followed: when it changes, the event is asked for
 * anew. Whoever adds a record of another type adds it to `FOLLOWED` and `concerns` in `listing.ts` too.
 */
const copiedEvent = graphql(`
  fragment CopiedEvent on Event @_unmask {
    id
    slug
    url
    title
    kind
    status
    start { text earliest latest }
    end { text earliest latest }
    startsAt
    endsAt
    timeZone
    online
    website
    registrationUrl
    description
    venue { id name }
    city { id name }
    country { id name }
    topics(first: 20) { nodes { id name } }
    participations(first: 20) {
      totalCount
      nodes {
        id
        role
        group
        count
        person { id name }
        organization { id name website }
        country { id name }
      }
    }
  }
`);

/**
 * A page of the listing. `newest` tells how new the answer is: it is of one moment, and where a directory has several
 * servers, one of them may be a second behind.
 */
export const eventsQuestion = graphql(
  `
    query Events($where: EventFilter!, $types: [RecordType!]!, $after: String) {
      newest: changes(last: 1, types: $types) { nodes { number } }
      events(where: $where, first: 20, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { ...CopiedEvent }
      }
    }
  `,
  [copiedEvent],
);

/** Where the log ends. */
export const endQuestion = graphql(`
  query End($types: [RecordType!]!) {
    changes(last: 1, types: $types) {
      edges { cursor node { number at } }
    }
  }
`);

/**
 * What was written after a cursor, and whether the log is still the one in which the cursor was found: a directory may
 * have been put back from a backup, or another one may answer at its address.
 */
export const newsQuestion = graphql(`
  query News($types: [RecordType!]!, $after: String, $number: Int!) {
    read: changes(where: { number: { eq: $number } }) { nodes { at } }
    changes(types: $types, first: 100, after: $after) {
      edges {
        cursor
        node {
          number
          at
          operation
          type
          recordId
          claimId
          differences { part before after }
        }
      }
    }
  }
`);

/** Where ids lead that are no more. */
export const leadQuestion = graphql(`
  query Lead($ids: [ID!]!, $types: [RecordType!]!) {
    newest: changes(last: 1, types: $types) { nodes { number } }
    nodes(ids: $ids) { id }
  }
`);

/** Whether an address leads anywhere. */
export const addressQuestion = graphql(`
  query Address($slug: String!, $types: [RecordType!]!) {
    newest: changes(last: 1, types: $types) { nodes { number } }
    event(by: { slug: $slug }) { id }
  }
`);

/** Which organization a slug means today. */
export const organizationQuestion = graphql(`
  query Organization($slug: String!, $types: [RecordType!]!) {
    newest: changes(last: 1, types: $types) { nodes { number } }
    organization(by: { slug: $slug }) { id }
  }
`);

export type CopiedEvent = ResultOf<typeof copiedEvent>;
export type Change = ResultOf<typeof newsQuestion>["changes"]["edges"][number];
export type EventFilter = VariablesOf<typeof eventsQuestion>["where"];
export type RecordType = VariablesOf<typeof eventsQuestion>["types"][number];
