//! The only way to write.
//!
//! A write is a list of [`Step`]s, applied together or not at all by [`apply`]: it holds them against the
//! descriptions and against what is there, writes the rows, and appends to the change log, in one transaction.
//! Mutations, imports, proposals, merges and undo are such lists; a proposal is one that waits.
//!
//! | file | what it does |
//! | --- | --- |
//! | `step` | what can be done, and by whom |
//! | `refusal` | why it was not |
//! | `content` | what is written about a record, as JSON by the names of its description |
//! | `apply` | the transaction: steps become a draft, the draft is checked and written |
//! | `draft` | the records as they will be |
//! | `steps/` | one file for each step that is more than one record's |
//! | `check` | what a record must be |
//! | `contents`, `rows` | contents read from the tables, and as rows of the tables |
//! | `words` | by which words and names a record is found |
//! | `log` | the entries of the log |

mod apply;
mod content;
mod refusal;
mod step;

pub use apply::apply;
pub use content::{Content, id_text, new_text};
pub use refusal::{Fault, FaultKind, Refusal};
pub use step::{Applied, Author, Mode, Outcome, Scope, Step};
