//! Records into the directory and out of it.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`bundle`] | a folder of JSON files: the whole directory, nothing lost |
//! | [`load`](load()) | a bundle into an empty directory |
//! | [`table`] | CSV and JSON lines, with a mapping file for those of others |
//! | [`calendar`] | iCalendar files |
//! | [`incoming`] | what a source says, whatever its format |
//! | [`plan`] | what is to be done about it |
//! | [`report`] | what was done about it |
//! | [`import`](import()) | all of it in a row |
//!
//! The keys of bundles and the parts of tables are the names of the descriptions, so a new attribute needs no word
//! here. `docs/importing.md` tells how it is used.

pub mod bundle;
pub mod calendar;
pub mod incoming;
pub mod plan;
pub mod report;
pub mod table;

mod country;
mod import;
mod load;
mod place;
mod rows;
mod source;

pub use bundle::{Bundle, Record, Records};
pub use import::{Imported, Request, import};
pub use load::load;

/// The directory that comes with the server.
pub fn bundled() -> Bundle {
    macro_rules! files {
        ($($name:literal)*) => {
            [$(($name, include_str!(concat!("../../data/bbs/", $name, ".json")))),*]
        };
    }
    Bundle::from_texts(files!(
        "countries" "places" "organizations" "articles" "people" "topics" "eventSeriesList"
        "events" "programmes" "partnerships" "projects" "agreements" "memberships" "terms" "offices" "views"
    ))
}
