// A page of one record, found by its slug; its parts bring their own fragments.
graphql`
  query OrganizationPageQuery($slug: String!) {
    organization(by: { slug: $slug }) {
      id
      name
      kind
      founded {
        edtf
        earliest
        text
      }
      country {
        ...Entry_record
      }
      ...MemberList_organization
      ...EventLog_organization
    }
  }
`;
