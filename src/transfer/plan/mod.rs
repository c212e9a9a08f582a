//! From what a source says to what is to be done: which records it means, and what about them is new.
//!
//! | file | what it does |
//! | --- | --- |
//! | `known` | what the directory has, by name, by slug, by what marks a record |
//! | `identify` | which record it is |
//! | `resolve` | the records that a source names |
//! | `compare` | what the source says now, what it said last, what stands there |
//! | `steps` | the plan as steps of a change, without those that were refused |

mod compare;
mod identify;
mod known;
mod resolve;
mod steps;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use sea_orm::DbErr;

use super::incoming::{FoundBy, Incoming, Spot};
use super::report::{Action, Entry, Report};
use crate::change::{Content, id_text};
use crate::database::Database;
use crate::resource::{Catalog, Part, Resource};
pub use known::{Found, Names};
use known::{Marks, remembered, slugs};
pub use steps::Plan;

/// How an import decides.
#[derive(Clone, Debug, Default)]
pub struct Deciding {
    /// What the source is called; without a name nothing is remembered of it.
    pub source: Option<String>,
    /// The resources of which records are made where the source names one that is not there.
    pub create: BTreeSet<&'static str>,
    /// Whether what the source says is right where nobody knows what it said last. Otherwise only gaps are filled.
    pub overwrite: bool,
}

/// A record of the plan.
#[derive(Debug)]
struct Planned {
    resource: &'static Resource,
    entry: Entry,
    key: String,
    /// `r42`, or `#3` for the third that is new.
    record: String,
    /// What the source says of it, in the one way in which it is written down.
    content: Content,
    /// What is to be written, if the record is there already.
    patch: Content,
    /// Whether the source says something else than last.
    is_news: bool,
}

/// What is known while the plan is made.
struct Planner<'p> {
    database: &'p Database,
    catalog: &'static Catalog,
    deciding: &'p Deciding,
    report: &'p mut Report,
    remembered: HashMap<String, (i64, Content)>,
    names: HashMap<&'static str, Names>,
    marks: HashMap<&'static str, Marks>,
    slugs: HashMap<&'static str, HashMap<String, String>>,
    /// The records that the source's keys stand for.
    keys: HashMap<String, String>,
    /// The records that are taken, and where.
    taken: HashMap<String, Spot>,
    /// What is named and not there, and where.
    needed: BTreeSet<(String, String)>,
    planned: Vec<Planned>,
    /// How many are new.
    new: usize,
}

/// Makes the plan.
///
/// # Errors
///
/// When the database does not answer.
pub async fn plan(
    database: &Database,
    catalog: &'static Catalog,
    incoming: Vec<Incoming<'static>>,
    deciding: &Deciding,
    report: &mut Report,
) -> Result<Plan, DbErr> {
    let remembered = match &deciding.source {
        Some(source) => remembered(database.writer(), source).await?,
        None => HashMap::new(),
    };
    let mut planner = Planner {
        database,
        catalog,
        deciding,
        report,
        remembered,
        names: HashMap::new(),
        marks: HashMap::new(),
        slugs: HashMap::new(),
        keys: HashMap::new(),
        taken: HashMap::new(),
        needed: BTreeSet::new(),
        planned: Vec::new(),
        new: 0,
    };
    planner.learn(&incoming).await?;
    planner.reserve(&incoming);
    for record in incoming {
        planner.take(record);
    }
    planner.compare().await?;
    planner.vanished();
    Ok(Plan { source: deciding.source.clone(), planned: planner.planned })
}

impl Planner<'_> {
    /// Reads what is needed of the directory.
    async fn learn(&mut self, incoming: &[Incoming<'static>]) -> Result<(), DbErr> {
        let connection = self.database.writer();
        for record in incoming {
            let resource = record.resource;
            match &record.found_by {
                FoundBy::Slug(_) if !self.slugs.contains_key(resource.name) => {
                    self.learn_slugs(resource).await?;
                }
                FoundBy::Parts(parts) | FoundBy::Alike(parts) if !self.marks.contains_key(resource.name) => {
                    self.marks.insert(resource.name, Marks::of(connection, resource, parts).await?);
                }
                _ => {}
            }
            for (target, by_slug) in resolve::targets(record) {
                let targets = match target {
                    crate::resource::RECORD => self.catalog.records().collect(),
                    target => vec![self.catalog.get(target)],
                };
                for target in targets {
                    if by_slug && !self.slugs.contains_key(target.name) {
                        self.learn_slugs(target).await?;
                    } else if !by_slug && !self.names.contains_key(target.name) {
                        self.names.insert(target.name, Names::of(connection, target).await?);
                    }
                }
            }
        }
        Ok(())
    }

    async fn learn_slugs(&mut self, resource: &'static Resource) -> Result<(), DbErr> {
        let slugs = slugs(self.database.writer(), resource).await?;
        self.slugs.insert(resource.name, slugs.into_iter().map(|(slug, id)| (slug, id_text(id))).collect());
        Ok(())
    }

    /// Takes what a source says of one record into the plan.
    fn take(&mut self, incoming: Incoming<'static>) {
        let Some(content) = self.content(&incoming) else { return };
        let Some(record) = self.identified(&incoming, &content) else { return };
        self.taken.insert(record.clone(), incoming.at.clone());
        self.keys.insert(incoming.key.clone(), record.clone());
        if let Some(names) = self.names.get_mut(incoming.resource.name) {
            names.promise(incoming.label(), record.clone(), &content);
        }
        let entry = Entry { record: Some(record.clone()), ..Entry::of(Action::Created, &incoming) };
        let (resource, key, patch) = (incoming.resource, incoming.key, Content::new());
        self.planned.push(Planned { resource, entry, key, record, content, patch, is_news: true });
    }

    /// Says which records the source speaks of no more.
    fn vanished(&mut self) {
        let mut gone: Vec<_> = self.remembered.iter().map(|(key, (id, _))| (key, id_text(*id))).collect();
        gone.retain(|(key, record)| !self.taken.contains_key(record) && !self.keys.contains_key(*key));
        gone.sort();
        let file = Arc::from(self.deciding.source.as_deref().unwrap_or_default());
        for (key, record) in gone {
            let entry = Entry::at(Action::Vanished, &Spot { file: Arc::clone(&file), line: 0 });
            let why = "the source does not speak of it any more; withdraw it if it is not true any more";
            self.report.add(Entry { key: key.clone(), record: Some(record), ..entry.because(why) });
        }
    }
}

/// Whether a record cannot be without this part; a slug is made where there is none.
fn is_missing(part: Part<'_>, content: &Content) -> bool {
    part.is_required() && part.name() != "slug" && !content.contains_key(part.name())
}
