//! The nouns of the directory, one file each.
//!
//! To add one: a migration, a file here, a line in the two lists below, records in `data/`, a test.

use std::sync::LazyLock;

use crate::resource::{Catalog, Resource};

mod activity;
mod agreement;
mod article;
mod change;
mod choices;
mod claim;
mod country;
mod event;
mod event_series;
mod figure;
mod label;
mod membership;
mod name;
mod office;
mod organization;
mod output;
mod participation;
mod partner;
mod partnership;
mod person;
mod place;
mod programme;
mod project;
mod record;
mod signatory;
mod term;
mod topic;
mod view;

pub use choices::{BASIS, FACT_KIND};

/// All resources, each after those whose ids it holds: so they can be loaded in this order.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
        let nouns = [
            country::resource(),
            place::resource(),
            organization::resource(),
            article::resource(),
            person::resource(),
            topic::resource(),
            event_series::resource(),
            event::resource(),
            programme::resource(),
            partnership::resource(),
            project::resource(),
            agreement::resource(),
            membership::resource(),
            term::resource(),
            office::resource(),
            partner::resource(),
            participation::resource(),
            signatory::resource(),
            activity::resource(),
            output::resource(),
            label::resource(),
            name::resource(),
            figure::resource(),
            view::resource(),
        ];
        let types = record::types(&nouns);
        let mut resources: Vec<Resource> = nouns.into_iter().map(record::complete).collect();
        resources.push(claim::resource());
        resources.push(change::resource(types));
        resources.push(record::interface(types));
        Catalog::new(resources, &FACT_KIND)
    });
    &CATALOG
}
