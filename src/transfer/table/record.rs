//! A line of a table as what it says of a record.

use serde_json::{Value as Json, json};

use super::lines::Cells;
use super::mapping::Rule;
use super::value::{items, text, value};
use crate::change::Content;
use crate::resource::{Catalog, Part};
use crate::transfer::country;
use crate::transfer::incoming::{Incoming, Named, Reference, Wanted};
use crate::transfer::place::{Said, country_named, said};
use crate::transfer::report::{Action, Entry, Report};

/// Fills in what the cells say.
pub fn fill(catalog: &'static Catalog, incoming: &mut Incoming<'static>, rules: &[(&str, Rule)], cells: &Cells) {
    let resource = incoming.resource;
    for (name, rule) in rules {
        let Some(part) = resource.part(name) else { continue };
        let Some(cell) = cells.get(&rule.column) else { continue };
        let cell = spelled(rule, cell);
        match part {
            Part::Value(attribute) => drop(incoming.content.insert((*name).to_owned(), value(attribute, rule, &cell))),
            Part::One { relationship, .. } | Part::Many { relationship, .. } => {
                let names = if relationship.many { items(rule, &cell) } else { vec![text(&cell)] };
                let mut wanted = Vec::new();
                for name in names {
                    let is_place = matches!(relationship.target, "Country" | "Place");
                    match said(&name) {
                        Said::Online if is_place => online(incoming),
                        Said::Nothing if is_place => {}
                        _ if rule.slug => wanted.push(Wanted::Slug(name)),
                        _ => wanted.push(Wanted::Named(named(catalog, relationship.target, &name, rule, rules, cells))),
                    }
                }
                if !wanted.is_empty() {
                    incoming.references.push(Reference { part: relationship.name, wanted });
                }
            }
        }
    }
}

/// An event of which the table says, instead of a place, that one takes part from afar.
fn online(incoming: &mut Incoming<'_>) {
    if incoming.resource.find_attribute("online").is_some() {
        incoming.content.insert("online".to_owned(), json!(true));
    }
}

fn named(
    catalog: &'static Catalog,
    target: &'static str,
    name: &str,
    rule: &Rule,
    rules: &[(&str, Rule)],
    cells: &Cells,
) -> Named {
    if target == "Country" {
        return match country::code_or_name(name) {
            Some(code) => country_named(code),
            None => Named { resource: "Country", name: name.to_owned(), content: Content::new(), within: Vec::new() },
        };
    }
    let within = rule.within.iter().filter_map(|outer| {
        let relationship = catalog.get(target).find_relationship(outer)?;
        let (_, outer) = rules.iter().find(|(part, _)| part == outer)?;
        let cell = text(&spelled(outer, cells.get(&outer.column)?));
        let is_place = said(&cell) == Said::Somewhere;
        is_place.then(|| (relationship.name, named(catalog, relationship.target, &cell, outer, rules, cells)))
    });
    Named { resource: target, name: name.to_owned(), content: rule.with.clone(), within: within.collect() }
}

/// The cell, or what the mapping writes instead of it.
fn spelled(rule: &Rule, cell: &Json) -> Json {
    rule.words.get(&text(cell)).unwrap_or(cell).clone()
}

/// Adds what a further line says of the same record: more items of lists, and parts that were missing. Where the
/// lines disagree the first is right.
pub fn join(first: &mut Incoming<'static>, further: Incoming<'static>, report: &mut Report) {
    let mut entry = Entry::of(Action::Joined, &further);
    entry.reason = Some(format!("line {} begins the record", first.at.line));
    report.add(entry);
    for (name, value) in further.content {
        match first.content.get_mut(&name) {
            None => drop(first.content.insert(name, value)),
            Some(Json::Array(items)) => {
                let more = value.as_array().into_iter().flatten();
                let more: Vec<_> = more.filter(|item| !items.contains(item)).cloned().collect();
                items.extend(more);
            }
            Some(said) if *said != value => {
                let why = format!("`{name}`: another line of the same record says otherwise; the first is right");
                let resource = first.resource.name;
                let entry = Entry::at(Action::Left, &further.at).because(why);
                report.add(Entry { resource, key: further.key.clone(), ..entry });
            }
            Some(_) => {}
        }
    }
    for reference in further.references {
        let many = first.resource.find_relationship(reference.part).is_some_and(|it| it.many);
        match first.references.iter_mut().find(|it| it.part == reference.part) {
            Some(said) if many => said.wanted.extend(reference.wanted),
            Some(_) => {}
            None => first.references.push(reference),
        }
    }
}
