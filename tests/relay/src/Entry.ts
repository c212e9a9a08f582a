// Any record by its global id, through the interfaces `Node` and `Record`. A refetchable fragment
// on `Record` holds only while everything that is a `Record` is a `Node`.
graphql`
  query EntryQuery($id: ID!) {
    node(id: $id) {
      __typename
      id
      ...Entry_record @alias(as: "entry")
      ... on Claim {
        attribute
        record {
          ...Entry_record
        }
      }
      ... on Person {
        name
      }
    }
  }
`;

graphql`
  query EntriesQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      ...Entry_record @alias(as: "entry")
    }
  }
`;

graphql`
  fragment Entry_record on Record
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" })
  @refetchable(queryName: "EntrySourcesPaginationQuery") {
    url
    slug
    version
    updatedAt
    sources(first: $count, after: $cursor) @connection(key: "Entry_sources") {
      edges {
        node {
          title
          url
          published {
            text
          }
        }
      }
    }
    conflicts {
      attribute
      claims {
        value
        article {
          title
        }
      }
    }
  }
`;
