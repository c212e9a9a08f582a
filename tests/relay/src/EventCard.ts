// A record that is asked for anew by itself: useRefetchableFragment on a type that is a `Node`.
graphql`
  fragment EventCard_event on Event
  @argumentDefinitions(withPeople: { type: "Boolean", defaultValue: false })
  @refetchable(queryName: "EventCardRefetchQuery") {
    title
    slug
    status
    start {
      earliest
      latest
      precision
    }
    startsAt
    city {
      name
    }
    people(first: 10) @include(if: $withPeople) {
      nodes {
        name
      }
    }
  }
`;
