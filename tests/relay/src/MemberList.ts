// A list that grows downwards: usePaginationFragment on a connection within a record. The
// pagination query, which Relay writes itself, finds the record again by `node(id:)`.
graphql`
  fragment MemberList_organization on Organization
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    asOf: { type: "AsOf" }
  )
  @refetchable(queryName: "MemberListPaginationQuery") {
    members(first: $count, after: $cursor, asOf: $asOf, orderBy: [{ member: { name: ASC } }])
      @connection(key: "MemberList_members", filters: ["asOf"]) {
      totalCount
      edges {
        cursor
        node {
          kind
          basis
          since {
            text
          }
          member {
            name
            ...Entry_record
          }
        }
      }
    }
  }
`;
