// A list that grows at both ends, and one that is not paged.
graphql`
  fragment EventLog_organization on Organization
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  )
  @refetchable(queryName: "EventLogPaginationQuery") {
    events(first: $first, after: $after, last: $last, before: $before, orderBy: [{ start: DESC }])
      @connection(key: "EventLog_events", filters: []) {
      edges {
        node {
          ...EventCard_event
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
    upcoming: events(where: { status: { eq: ANNOUNCED } }, first: 3) {
      nodes {
        ...EventCard_event
      }
    }
  }
`;
