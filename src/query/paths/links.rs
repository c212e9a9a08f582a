//! What links records with each other, by the descriptions, and the statements that ask for it.

use crate::database::Dialect;
use crate::query::dialect::{column, quoted};
use crate::query::interval::AsOf;
use crate::resource::{Catalog, Join, Resource, upper_case};

/// How many links of one sort are counted of a record. One that has more is passed only in the middle of a
/// chain, where nobody has to go through all of them.
const MOST_COUNTED: usize = 1_000;
/// How many links a statement gives.
const MOST_LINKS: usize = 50_000;

/// The word for what has no record of its own: one record belongs to another.
const BELONGING: &str = "BELONGING";

/// The kinds of link: the associations, and belonging.
pub fn link_kinds(catalog: &Catalog) -> Vec<(String, &str)> {
    let associations = catalog.records().filter(|resource| !resource.links.is_empty());
    let words = associations.map(|resource| (upper_case(resource.name), resource.doc));
    let belonging = "One record belongs to the other: an event to its network, partnership, project or larger event, \
                     a project to its partnership, an agreement to what rests on it or to where it was signed.";
    words.chain([(BELONGING.to_owned(), belonging)]).collect()
}

/// A sort of link, in one direction.
struct Way<'a> {
    /// Its place among [`link_kinds`].
    kind: usize,
    /// What has its rows: an association, or what belongs to another.
    resource: &'a Resource,
    /// Its table of rows, an association's or one of pairs.
    table: String,
    from: End<'a>,
    to: End<'a>,
    /// The column with the record that says so.
    link: String,
}

/// One end of a way: a column, and the type of the record in it.
#[derive(Clone)]
struct End<'a> {
    column: String,
    target: &'a str,
}

/// The ways between records under a request's `via` and `asOf`.
pub struct Ways<'a> {
    catalog: &'a Catalog,
    dialect: Dialect,
    all: Vec<Way<'a>>,
    /// The types of record that have links, in the order of the statements' lists.
    pub types: Vec<&'a str>,
}

impl<'a> Ways<'a> {
    /// The ways of those kinds that `wanted` takes.
    pub fn of(catalog: &'a Catalog, dialect: Dialect, wanted: impl Fn(&str) -> bool) -> Self {
        let mut ways = Vec::new();
        for (kind, (word, _)) in link_kinds(catalog).into_iter().enumerate().filter(|(_, (word, _))| wanted(word)) {
            for resource in catalog.records() {
                if word == BELONGING {
                    belonging(&mut ways, kind, resource);
                } else if word == upper_case(resource.name) {
                    association(&mut ways, kind, resource);
                }
            }
        }
        let linked: Vec<&str> = ways.iter().map(|way: &Way<'_>| way.from.target).collect();
        let types = catalog.records().map(|resource| resource.name).filter(|name| linked.contains(name)).collect();
        Self { catalog, dialect, all: ways, types }
    }

    /// Of each way its kind and the type at its far end, both by number.
    pub fn ends(&self) -> Vec<(usize, usize)> {
        self.all.iter().map(|way| (way.kind, self.place(way.to.target))).collect()
    }

    /// All links of the records in the lists, of which there is one for each of the types: `way,from,to,link;…`.
    pub fn links_of(&self, as_of: Option<&AsOf>) -> Parts {
        let mut parts = vec![Vec::new(); self.types.len()];
        for (number, way) in self.all.iter().enumerate() {
            let [from, to, link] = [&way.from.column, &way.to.column, &way.link].map(|name| column("l", name));
            parts[self.place(way.from.target)].push(format!(
                "SELECT concat({number}, ',', {from}, ',', {to}, ',', {link}) AS row FROM {} l \
                 WHERE {} AND {to} IS NOT NULL{}",
                quoted(&way.table),
                self.dialect.is_one_of(&from, &self.list(way.from.target)),
                self.held(way, as_of),
            ));
        }
        Parts(parts)
    }

    /// In how many memberships, participations and so on the records in the lists stand, or how many belong to
    /// them: `id,count,1;…`, the last number 0 if some were not counted.
    pub fn degrees_of(&self, as_of: Option<&AsOf>) -> Parts {
        let parts = self.types.iter().map(|ty| {
            // An association with three ends leads two ways from each; it is one link.
            let mut counts: Vec<String> = Vec::new();
            for way in self.all.iter().filter(|way| way.from.target == *ty) {
                let mut condition = format!("{} = v.id", column("l", &way.from.column));
                if way.from.column == "id" {
                    condition.push_str(&format!(" AND {} IS NOT NULL", column("l", &way.to.column)));
                }
                condition.push_str(&self.held(way, as_of));
                let count = format!(
                    "SELECT count(*) AS n FROM (SELECT 1 FROM {} l WHERE {condition} LIMIT {MOST_COUNTED}) l",
                    quoted(&way.table),
                );
                if !counts.contains(&count) {
                    counts.push(count);
                }
            }
            let count = format!(
                "SELECT concat(v.id, ',', (SELECT concat(sum(c.n), ',', CASE WHEN max(c.n) < {MOST_COUNTED} THEN 1 ELSE 0 END) \
                 FROM ({}) c)) AS row FROM ({}) v",
                counts.join(" UNION ALL "),
                self.dialect.ids(&self.list(ty)),
            );
            vec![count]
        });
        Parts(parts.collect())
    }

    /// The place of a type among those that have links.
    pub fn place(&self, ty: &str) -> usize {
        self.types.iter().position(|known| *known == ty).unwrap_or_default()
    }

    /// The list that holds the ids of a type.
    fn list(&self, ty: &str) -> String {
        format!("${}", self.place(ty) + 1)
    }

    /// That the link was there on the day, to stand behind another condition.
    fn held(&self, way: &Way<'a>, as_of: Option<&AsOf>) -> String {
        let Some(as_of) = as_of else { return String::new() };
        if way.table == way.resource.table {
            return format!(" AND {}", as_of.known(self.catalog, way.resource, "l"));
        }
        let held = as_of.known(self.catalog, way.resource, "b");
        let (table, link) = (quoted(&way.resource.table), column("l", &way.link));
        format!(" AND EXISTS (SELECT 1 FROM {table} b WHERE b.id = {link} AND {held})")
    }
}

/// The ways through an association: from each of its ends to each other.
fn association<'a>(ways: &mut Vec<Way<'a>>, kind: usize, resource: &'a Resource) {
    let ends: Vec<End<'a>> = resource.links.iter().filter_map(|name| end(resource, name)).collect();
    for (n, from) in ends.iter().enumerate() {
        for to in ends.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, to)| to) {
            let (from, to, link) = (from.clone(), to.clone(), "id".to_owned());
            ways.push(Way { kind, resource, table: resource.table.clone(), from, to, link });
        }
    }
}

/// The ways between a record and those it belongs to, both directions.
fn belonging<'a>(ways: &mut Vec<Way<'a>>, kind: usize, resource: &'a Resource) {
    for relationship in resource.belongs.iter().filter_map(|name| resource.find_relationship(name)) {
        let (table, own, other) = match &relationship.join {
            Join::Own { column } => (resource.table.clone(), "id", column.as_str()),
            Join::Pairs { table, own, other, .. } => ((*table).to_owned(), *own, *other),
            _ => continue,
        };
        let one = End { column: own.to_owned(), target: resource.name };
        let far = End { column: other.to_owned(), target: relationship.target };
        for (from, to) in [(&one, &far), (&far, &one)] {
            let (from, to, link) = (from.clone(), to.clone(), own.to_owned());
            ways.push(Way { kind, resource, table: table.clone(), from, to, link });
        }
    }
}

fn end<'a>(resource: &'a Resource, name: &str) -> Option<End<'a>> {
    let relationship = resource.find_relationship(name)?;
    Some(End { column: relationship.own_column()?.to_owned(), target: relationship.target })
}

/// A statement in parts: what it asks about the records of each type.
#[derive(Debug)]
pub struct Parts(Vec<Vec<String>>);

impl Parts {
    /// About how many bytes it takes to keep.
    pub fn size(&self) -> usize {
        self.0.iter().flatten().map(String::len).sum()
    }

    /// The statement about records of some types, whose rows come as one text. The less it asks, the less there is to
    /// plan: PostgreSQL would plan for all types each time.
    pub fn about(&self, types: impl Fn(usize) -> bool) -> String {
        let parts = self.0.iter().enumerate().filter(|(place, _)| types(*place));
        let rows: Vec<&str> = parts.flat_map(|(_, part)| part.iter().map(String::as_str)).collect();
        let rows = rows.join(" UNION ALL ");
        format!("SELECT coalesce(string_agg(f.row, ';'), '') FROM (SELECT r.row FROM ({rows}) r LIMIT {MOST_LINKS}) f")
    }
}
