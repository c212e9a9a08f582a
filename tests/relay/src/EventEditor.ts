// A mutation whose payload brings the record up to date in the store, and says what was wrong by type.
graphql`
  mutation EventEditorMutation($input: UpdateEventInput!) {
    updateEvent(input: $input) {
      record {
        version
        ...EventCard_event
      }
      userErrors {
        message
        path
        ... on VersionConflict {
          current {
            ...Entry_record @alias(as: "entry")
          }
        }
      }
    }
  }
`;
