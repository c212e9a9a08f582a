//! Records into the directory.
//!
//! A bundle is a folder of JSON files, one for each resource that has a life of its own. Its keys are
//! the names of the descriptions, so a new attribute needs no word here. `data/bbs/README.md` has the
//! format.

mod bundle;
mod load;
mod rows;

pub use bundle::{Bundle, Record, Records};
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
        "events" "programmes" "partnerships" "projects" "agreements" "memberships" "terms" "offices"
    ))
}
