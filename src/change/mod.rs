//! The only way to write.
//!
//! A write is a list of [`Step`]s, applied together or not at all by [`apply`]: it holds them against the
//! descriptions and against what is there, writes the rows, and appends to the change log, in one transaction.
//! Mutations, imports, proposals, merges and undo are such lists; a proposal is one that waits.
//!
//! | file | what it does |
//! | --- | --- |
//! | `step`, `refusal` | what can be done and by whom; why it was not |
//! | `content` | what is written about a record, as JSON by the names of its description |
//! | `apply` | the transaction: steps become a draft, the draft is checked and written |
//! | `prepare` | numbers for new records |
//! | `draft` | the records as they will be |
//! | `steps/` | what each step does to the draft |
//! | `check`, `sound` | what a record must be; whether the draft fits together, and its author may write it |
//! | `write`, `index` | the draft into the tables, and the words by which records are found |
//! | `rows/`, `contents` | a content as rows of tables, and back |
//! | `revise` | how often what matters to others was changed |
//! | `links` | where a record stands in others |
//! | `log`, `history` | the entries of the log, and how they are read back |
//! | `proposals/` | lists of steps that wait for somebody's decision |
//! | `kept` | requests that must not be done twice |
//! | `slug` | names in addresses |
//! | `gone` | what was called off or withdrawn lately |
//! | `forget` | what must be nowhere any more |

mod apply;
mod check;
mod content;
mod contents;
mod draft;
mod forget;
mod gone;
mod history;
mod index;
mod kept;
mod links;
mod log;
mod prepare;
pub mod proposals;
mod refusal;
mod revise;
pub mod rows;
mod slug;
mod sound;
mod step;
mod steps;
mod write;

pub use apply::apply;
pub use check::normal;
pub use content::{Content, id_of, id_text, ids_of, new_text, parse_id};
pub use contents::{Stored, read};
pub use gone::{Gone, as_they_were, gone};
pub use history::{Remembered, remembered};
pub use log::{Entry, Operation};
pub use refusal::{Fault, FaultKind, Refusal};
pub use step::{Applied, Author, Mode, Outcome, Scope, Step};
