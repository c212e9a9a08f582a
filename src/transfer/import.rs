//! An import from beginning to end: read, plan, apply, report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::incoming::Spot;
use super::plan::{Deciding, Found, Names, Plan, plan};
use super::report::{Action, Report};
use super::source::{Kind, MOST_RECORDS};
use super::table::Mapping;
use super::{bundle, calendar, load, source, table};
use crate::change::{self, Author, Content, Mode, Refusal, Scope};
use crate::database::Database;
use crate::error::Stop;
use crate::resource::Catalog;

/// How often steps that cannot be done are taken out before it is given up.
const MOST_ROUNDS: usize = 20;

/// What is to be imported, and how.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: PathBuf,
    /// Only say what would be done.
    pub dry_run: bool,
    /// What the source is called.
    pub source: Option<String>,
    pub mapping: Option<PathBuf>,
    /// The resources of which records are made where the source names one that is not there.
    pub create: BTreeSet<&'static str>,
    /// The time zone of times that have none.
    pub time_zone: Option<String>,
}

/// What came of it.
pub enum Imported {
    /// A bundle went into an empty directory: so many records and claims.
    Loaded(i64),
    Reported(Report),
}

/// Imports what stands at a path.
///
/// # Errors
///
/// When it cannot be read, or nothing of it can be taken. Nothing was written then.
pub async fn import(
    database: &Database,
    catalog: &'static Catalog,
    request: &Request,
    now: DateTime<Utc>,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Imported, Stop> {
    let (kind, files) = source::files(&request.path)?;
    let unanswered = |error: sea_orm::DbErr| Stop::new(format!("the database does not answer: {error}"));
    let mut report = Report { tried: request.dry_run, ..Report::default() };
    let mapping = mapping(catalog, request, kind)?;
    say("Reading");
    let incoming = match kind {
        Kind::Bundle => {
            let bundle = bundle::folder(&files)?;
            if !request.dry_run
                && let Some(count) = load(database, catalog, &bundle, now).await?
            {
                return Ok(Imported::Loaded(count));
            }
            bundle::incoming(catalog, &bundle).map_err(Stop::new)?
        }
        Kind::Csv | Kind::Json => {
            let mapping =
                mapping.as_ref().map_or_else(|| plain(catalog, &request.path), |mapping| Ok(mapping.clone()))?;
            let text = text(&request.path, Some(&mapping))?;
            let file = Spot { file: source::name(&request.path).into(), line: 0 };
            let read = if kind == Kind::Csv { table::csv } else { table::json };
            read(catalog, &mapping, &file, &text, &mut report)
        }
        Kind::Calendar => {
            let cities = Names::of(database.writer(), catalog.get("Place")).await.map_err(unanswered)?;
            let constants = mapping.as_ref().map(|mapping| mapping.constants.clone()).unwrap_or_default();
            let setting = calendar::Setting {
                catalog,
                time_zone: request.time_zone.as_deref(),
                constants: &constants,
                horizon: horizon(now),
                is_city: &|name| {
                    let city = Content::from_iter([("kind".to_owned(), "CITY".into())]);
                    cities.find(name, &city) != Found::None
                },
            };
            let mut events = Vec::new();
            for path in &files {
                let name: Arc<str> = source::name(path).into();
                let prefix = if request.path.is_dir() { format!("{name}#") } else { String::new() };
                let file = Spot { file: name, line: 0 };
                events.extend(calendar::read(&setting, &file, &prefix, &text(path, mapping.as_ref())?, &mut report));
            }
            events
        }
    };
    if incoming.len() > MOST_RECORDS {
        return Err(Stop::new(format!("there are {} records; an import takes {MOST_RECORDS} at most", incoming.len())));
    }
    say(&format!("Comparing {} records", incoming.len()));
    let named = mapping.as_ref().and_then(|mapping| mapping.source.clone());
    let deciding = Deciding {
        source: request.source.clone().or(named).or_else(|| Some(stem(&request.path))),
        create: request.create.clone(),
        overwrite: kind == Kind::Bundle || mapping.is_none() && kind != Kind::Calendar,
    };
    let plan = plan(database, catalog, incoming, &deciding, &mut report).await.map_err(unanswered)?;
    if kind == Kind::Bundle {
        whole(&report)?;
    }
    let author = Author {
        name: format!("import of {}", deciding.source.unwrap_or_default()),
        token: None,
        comment: Some(format!("imported from {}", source::name(&request.path))),
        at: now,
        may: Scope::Everything,
        idempotency_key: None,
    };
    let mode = if request.dry_run { Mode::Tried } else { Mode::Done };
    say("Writing");
    apply(database, catalog, &author, plan, mode, kind == Kind::Bundle, &mut report).await?;
    Ok(Imported::Reported(report))
}

/// Applies the plan. What is refused of a bundle stops it; of what others wrote it is taken out and reported.
async fn apply(
    database: &Database,
    catalog: &'static Catalog,
    author: &Author,
    mut plan: Plan,
    mode: Mode,
    whole: bool,
    report: &mut Report,
) -> Result<(), Stop> {
    for _ in 0..MOST_ROUNDS {
        let (steps, origins) = plan.steps();
        if steps.is_empty() {
            plan.tell(&[], &[], report);
            return Ok(());
        }
        match change::apply(database, catalog, author, steps, mode).await {
            Ok(applied) => {
                plan.tell(&applied.outcomes, &origins, report);
                return Ok(());
            }
            Err(Refusal::Faults(faults)) => {
                let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
                if whole || !plan.refuse(&faults, &origins) {
                    return Err(Stop::new(format!("nothing was imported: {}", first.trim_end_matches('.'))));
                }
            }
            Err(Refusal::Broken(error)) => {
                let error = error.reported("import");
                return Err(Stop::new(format!("nothing was imported: {}", error.message)));
            }
        }
    }
    Err(Stop::new("nothing was imported: whatever is taken out, something else cannot be done"))
}

/// A bundle is right as a whole, or it is not taken.
fn whole(report: &Report) -> Result<(), Stop> {
    let fault =
        report.entries.iter().find(|entry| matches!(entry.action, Action::Left | Action::Refused | Action::Needed));
    match fault {
        Some(entry) => {
            let why = entry.reason.as_deref().unwrap_or_default();
            Err(Stop::new(format!("{}: record `{}`: {why}", entry.file, entry.key)))
        }
        None => Ok(()),
    }
}

fn mapping(catalog: &'static Catalog, request: &Request, kind: Kind) -> Result<Option<Mapping>, Stop> {
    let Some(path) = &request.mapping else { return Ok(None) };
    if kind == Kind::Bundle {
        return Err(Stop::new("--mapping is for tables and calendars; a bundle needs none"));
    }
    let text = source::text(path, None)?;
    let mapping = Mapping::read(catalog, &text);
    mapping.map(Some).map_err(|why| Stop::new(format!("--mapping is `{}`, and {why}", path.display())))
}

/// The mapping of a table whose columns are called like the parts of the resource that the file is called by.
fn plain(catalog: &'static Catalog, path: &Path) -> Result<Mapping, Stop> {
    let stem = stem(path);
    let resource = catalog.records().find(|resource| resource.plural == stem);
    resource.map(Mapping::plain).ok_or_else(|| {
        Stop::new(format!("`{}` needs a --mapping, or the name of a resource such as events.csv", path.display()))
    })
}

fn text(path: &Path, mapping: Option<&Mapping>) -> Result<String, Stop> {
    let encoding = mapping.and_then(|mapping| mapping.encoding.as_deref()).and_then(|name| source::encoding(name).ok());
    source::text(path, encoding)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What recurs without end is taken to the end of next year, so that imports of one year find the same.
fn horizon(now: DateTime<Utc>) -> chrono::NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(now.year() + 1, 12, 31).unwrap_or(NaiveDate::MAX);
    day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::days(1)
}
