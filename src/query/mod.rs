//! A GraphQL document becomes one SQL statement whose result is the JSON of the answer.
//!
//! The walk of a document, in the order of the files:
//!
//! | file | what it does |
//! | --- | --- |
//! | `inputs` | the input types, made from the descriptions; published, and used to check variables |
//! | `coerce` | checks variables against them, because a cached plan meets values that nobody validated |
//! | `input` | an argument as the compiler sees it: literal or variable, looked at only through guards |
//! | `selection` | fragments, `@skip`, `@include` and repeated fields flattened to response keys |
//! | `root` | the root fields |
//! | `object`, `value` | a row as a JSON object, a column as a JSON value |
//! | `connection`, `page`, `groups` | rows as a page with cursors, counts and groups |
//! | `relation` | how the rows of both sides of a relationship find each other |
//! | `once` | what stands in an answer many times, worked out once |
//! | `filter`, `interval` | `where`, `asOf`, `during` as conditions that are never NULL |
//! | `search` | records by the words of their names and texts |
//! | `shared` | what several records have in common |
//! | `paths` | chains of records from one to another |
//! | `timeline` | the dated facts of a record, in order |
//! | `work_list` | what a curator could look after |
//! | `proposals` | what waits for a decision |
//! | `payload`, `preview` | what came of a mutation, or would come of it |
//! | `meant`, `named` | the records that a mutation means, or an address |
//! | `view` | lists whose filter and order are kept |
//! | `webhooks`, `told` | who is told of changes; what they hear of the records |
//! | `event` | what a subscription listens for, and what an event tells |
//! | `entries`, `listed` | the log behind a number; which records a filter lists |
//! | `change`, `viewer` | what the log tells, where old ids and slugs lead; who is asking |
//! | `order` | `orderBy` as keys, through to-one relationships too |
//! | `plan`, `slot`, `guard` | the finished statement, what to bind to it, and which other requests it fits |
//! | `asking` | when and for whom it is read |
//! | `dialect` | what SQLite and PostgreSQL spell differently |
//!
//! A statement's text depends on the document and on the *shape* of the variables only. While the
//! compiler looks at a variable it notes what it saw (a [`guard::Guard`]); a plan fits another request
//! if that request's variables look the same at these places. Values themselves are always bound.

mod asking;
mod change;
mod coerce;
mod compiler;
mod connection;
mod dialect;
mod entries;
mod event;
mod filter;
mod groups;
mod guard;
mod input;
mod inputs;
mod interval;
mod listed;
mod meant;
mod named;
mod object;
mod once;
mod order;
mod page;
mod paths;
mod payload;
mod plan;
mod preview;
mod proposals;
mod relation;
mod root;
mod search;
mod selection;
mod shared;
mod slot;
mod timeline;
mod told;
mod value;
mod view;
mod viewer;
mod webhooks;
mod work_list;

pub use asking::Asking;
pub use coerce::{coerce_argument, coerce_variables};
pub use compiler::{Setting, compile};
pub use entries::{LogEntry, entries_after, last_number};
pub use event::{Topic, compile_event};
pub use inputs::{InputField, InputType, Inputs, input_types, listings};
pub use listed::Listed;
pub use meant::{Meant, Rival, find_meant, find_rivals};
pub use named::find_named;
pub use paths::PATHS;
pub use payload::{Asked, Came, Payloads, Subject, USER_ERRORS, UserError};
pub use plan::{Cost, Plan, Variables};
pub use preview::Previewed;
pub use proposals::{last_proposal, proposal_versions};
pub use shared::SHARED;
pub use told::{ToldView, ViewBy, find_view, told};
pub use view::{VIEW, keep_views, kept_view, named_views};

pub use crate::resource::{parse_id, parse_proposal, parse_webhook};
