// A list at the root with filters and an order from the page: the refetch query takes them again,
// and Relay keeps one list for each filter.
graphql`
  query EventCalendarQuery($where: EventFilter, $orderBy: [EventOrder!]) {
    ...EventCalendar_query @arguments(where: $where, orderBy: $orderBy)
  }
`;

graphql`
  fragment EventCalendar_query on Query
  @argumentDefinitions(
    where: { type: "EventFilter" }
    orderBy: { type: "[EventOrder!]" }
    count: { type: "Int", defaultValue: 50 }
    cursor: { type: "String" }
  )
  @refetchable(queryName: "EventCalendarPaginationQuery") {
    events(where: $where, orderBy: $orderBy, first: $count, after: $cursor)
      @connection(key: "EventCalendar_events", filters: ["where", "orderBy"]) {
      totalCount
      groups(by: [KIND]) {
        keys {
          value
        }
        count
      }
      edges {
        node {
          ...EventCard_event
        }
      }
    }
  }
`;
