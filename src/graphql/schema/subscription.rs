//! What can be subscribed to.

use async_graphql::dynamic::{Subscription, SubscriptionField, SubscriptionFieldFuture};
use async_graphql::futures_util::stream;
use async_graphql::{Error, Value};

use super::published::{input_value, type_ref};
use crate::query::InputField;

/// The root fields. Nothing resolves them: events are compiled, as reads are.
pub fn subscription() -> Subscription {
    let doc = "What is told when it happens, over the WebSocket at `/graphql/ws` (graphql-transport-ws) or as server-sent \
               events of `/graphql` (`Accept: text/event-stream`). A subscription has one root field. Each event costs \
               what the subscription costs.";
    let changed = "Entries of the log, each once, in the order of their numbers, within about a second. Whoever wants to \
                   go on where it was gives the last `number` that it has as `after`, or as `Last-Event-ID` of \
                   server-sent events. With `where`, `extensions.listed` of an event says whether a record that it is \
                   about is in the listing now.";
    let types = "Only changes of records of these types, and of claims about them; all if left out.";
    let listing = "Only what concerns a listing: changes of its records and of what points to them (a participation is \
                   about its event), of records that are in it now or were in it before. Where it is not known what was \
                   in it (what is told from the log, after `after`; listings of more than 10,000 records), changes are \
                   told of all records of that kind but those that came to be just then. Not told is that a record comes \
                   into a listing or leaves it because of something to which it points, as the new name of a city.";
    let after = "The number of the last entry that is known; what comes from now on if left out.";
    let proposals = "Proposals that were made, edited, decided about or withdrawn, within about a second. Whoever decides \
                     about proposals hears of all, a contributor of those of its own token. They have no numbers to go \
                     on from.";
    Subscription::new("Subscription")
        .description(doc)
        .field(field(
            "changed",
            "Change!",
            changed,
            vec![
                InputField::new("types", "[RecordType!]", types),
                InputField::new("where", "ListingFilter", listing),
                InputField::new("after", "Int", after),
            ],
        ))
        .field(field("proposalsChanged", "Proposal!", proposals, Vec::new()))
}

fn field(name: &str, ty: &str, doc: &str, arguments: Vec<InputField>) -> SubscriptionField {
    let field = SubscriptionField::new(name, type_ref(ty), |_| {
        SubscriptionFieldFuture::new(async { Ok(stream::empty::<Result<Value, Error>>()) })
    });
    arguments.into_iter().map(input_value).fold(field.description(doc), SubscriptionField::argument)
}
