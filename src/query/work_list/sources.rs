//! Sources that disagree, and records without any.

use super::Wanted;
use super::task::{Kind, Reason, Task};
use crate::query::dialect::{literal, quoted};
use crate::resource::{Catalog, upper_case};

/// The attributes of any record for which different values are claimed, as its `conflicts` has them.
pub fn conflicts(wanted: &Wanted) -> Option<String> {
    let types = match &wanted.types {
        Some(types) if types.is_empty() => return None,
        Some(types) => {
            let types: Vec<_> = types.iter().map(|word| literal(word)).collect();
            format!(" WHERE r.type IN ({})", types.join(", "))
        }
        None => String::new(),
    };
    let mut task = Task::new(Kind::Conflict, Reason::Disagree.sql(), "r.type", "c.record_id");
    "c.attribute".clone_into(&mut task.attribute);
    Some(format!(
        "{} FROM (SELECT attribute, record_id FROM claim WHERE attribute IS NOT NULL GROUP BY attribute, record_id \
         HAVING min(value) < max(value)) c JOIN record r ON r.id = c.record_id{types}",
        task.select()
    ))
}

/// Records of which no article says anything. What stands within another rests on that one's sources.
pub fn without(catalog: &Catalog, wanted: &Wanted) -> Vec<String> {
    let stands_alone = |name: &str| catalog.owners(catalog.get(name)).next().is_none();
    let resources = catalog.records().filter(|it| wanted.has(it) && !it.upkeep.needs_no_source);
    resources
        .filter(|it| stands_alone(it.name))
        .map(|resource| {
            let word = literal(&upper_case(resource.name));
            let task = Task::new(Kind::WithoutSource, Reason::NoSource.sql(), &word, "a.id");
            format!(
                "{} FROM {} a WHERE NOT EXISTS (SELECT 1 FROM claim c WHERE c.record_id = a.id)",
                task.select(),
                quoted(&resource.table)
            )
        })
        .collect()
}
