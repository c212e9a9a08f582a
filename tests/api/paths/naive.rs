//! All links of a directory as its connections give them, and all chains by walking every way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::Server;

/// The kinds of link in the order in which they count.
pub const KINDS: [&str; 7] = ["MEMBERSHIP", "TERM", "OFFICE", "PARTNER", "PARTICIPATION", "SIGNATORY", "BELONGING"];

/// What is asked for, beside the two ends.
#[derive(Debug)]
pub struct Question {
    pub via: Vec<&'static str>,
    pub avoid: Vec<String>,
    /// A day, and whether only what is certain counts.
    pub as_of: Option<(&'static str, bool)>,
    pub most_steps: usize,
    pub first: usize,
}

/// A record that links others.
struct Link {
    kind: usize,
    id: String,
    ends: Vec<String>,
    when: When,
}

/// When a link was there.
enum When {
    /// From one date to another.
    Interval(Value, Value),
    /// From a date on.
    Since(Value),
}

impl When {
    fn held_on(&self, day: &str, certain: bool) -> bool {
        let bound = |date: &Value, end: &str| date[end].as_str().map(str::to_owned);
        let begun = |since: &Value| {
            if certain {
                bound(since, "latest").is_some_and(|latest| *latest <= *day)
            } else {
                bound(since, "earliest").is_none_or(|earliest| *earliest <= *day)
            }
        };
        match self {
            Self::Since(date) => begun(date),
            Self::Interval(since, until) if certain => {
                begun(since) && (until.is_null() || bound(until, "earliest").is_some_and(|earliest| *earliest >= *day))
            }
            Self::Interval(since, until) => begun(since) && bound(until, "latest").is_none_or(|latest| *latest >= *day),
        }
    }
}

/// A directory's links.
pub struct Links {
    links: Vec<Link>,
}

/// A chain: its cost, and of each step the kind, the link and where it leads.
pub type Chain = (usize, Vec<(String, String, String)>);

impl Links {
    /// Asks a server for all links it has.
    pub async fn of(server: &Server) -> Self {
        let mut links = Vec::new();
        let interval = "since { earliest latest } until { earliest latest }";
        for (kind, plural, fields, ends) in [
            (0, "memberships", interval, &["member", "organization"][..]),
            (1, "terms", interval, &["network", "organization", "person"]),
            (2, "offices", interval, &["person", "organization"]),
            (3, "partners", interval, &["organization", "partnership", "project"]),
            (4, "participations", "event { start { earliest latest } }", &["event", "person", "organization"]),
            (5, "signatories", "agreement { signed { earliest latest } }", &["agreement", "organization", "person"]),
        ] {
            let with_ends: String = ends.iter().map(|end| format!(" {end} {{ id }}")).collect();
            for row in all(server, plural, &format!("{fields} {with_ends}")).await {
                let when = match kind {
                    4 => When::Since(row["event"]["start"].clone()),
                    5 => When::Since(row["agreement"]["signed"].clone()),
                    _ => When::Interval(row["since"].clone(), row["until"].clone()),
                };
                let ids = ends.iter().filter_map(|end| row[end]["id"].as_str());
                links.push(link(kind, &row, ids, when));
            }
        }
        let many = |names: &[&str]| {
            names.iter().map(|name| format!(" {name}(first: 50) {{ nodes {{ id }} }}")).collect::<String>()
        };
        for (plural, date, ends, lists) in [
            ("events", "start", " parent { id }", &["networks", "partnerships", "projects"][..]),
            ("partnerships", "start", "", &["networks"]),
            ("projects", "start", " partnership { id }", &["networks", "followUpOf"]),
            ("agreements", "signed", " partnership { id } network { id } signedAt { id }", &[]),
        ] {
            for row in all(server, plural, &format!("{date} {{ earliest latest }} {ends} {}", many(lists))).await {
                let own =
                    ["parent", "partnership", "network", "signedAt"].iter().filter_map(|end| row[end]["id"].as_str());
                let listed = lists.iter().flat_map(|list| row[list]["nodes"].as_array().expect("nodes"));
                for other in own.chain(listed.filter_map(|node| node["id"].as_str())) {
                    let ends = [row["id"].as_str().expect("an id"), other];
                    links.push(link(6, &row, ends, When::Since(row[date].clone())));
                }
            }
        }
        Self { links }
    }

    /// The records that have links.
    pub fn records(&self) -> Vec<String> {
        let ends: BTreeSet<_> = self.links.iter().flat_map(|link| link.ends.clone()).collect();
        ends.into_iter().collect()
    }

    /// The cheapest chains, by trying all.
    pub fn chains(&self, from: &str, to: &str, question: &Question) -> Vec<Chain> {
        let mut neighbours: BTreeMap<&str, BTreeMap<&str, (usize, i64, &str)>> = BTreeMap::new();
        let mut degrees: BTreeMap<&str, usize> = BTreeMap::new();
        for link in &self.links {
            let wanted = question.via.contains(&KINDS[link.kind]);
            if wanted && question.as_of.is_none_or(|(day, certain)| link.when.held_on(day, certain)) {
                for here in &link.ends {
                    *degrees.entry(here).or_default() += 1;
                }
                let pairs = link.ends.iter().flat_map(|here| link.ends.iter().map(move |there| (here, there)));
                for (here, there) in pairs.filter(|(here, there)| here != there) {
                    let best = (link.kind, number(&link.id), link.id.as_str());
                    let known = neighbours.entry(here).or_default().entry(there).or_insert(best);
                    *known = best.min(*known);
                }
            }
        }
        let mut found = Vec::new();
        let mut open = vec![vec![from]];
        while let Some(way) = open.pop() {
            let last = way[way.len() - 1];
            if last == to {
                found.push(way);
            } else if way.len() <= question.most_steps {
                let next = neighbours.get(last).into_iter().flat_map(|next| next.keys());
                let next = next.filter(|id| !way.contains(id) && question.avoid.iter().all(|avoided| avoided != **id));
                open.extend(next.map(|id| way.iter().chain([id]).copied().collect()));
            }
        }
        let toll = |id: &&str| match degrees[*id] {
            ..16 => 0,
            links => 1 + usize::try_from((links / 16).ilog2()).expect("a small number"),
        };
        let cost = |way: &[&str]| way.len() - 1 + way[1..way.len() - 1].iter().map(toll).sum::<usize>();
        found.sort_by_cached_key(|way| (cost(way), way.len(), way.iter().map(|id| number(id)).collect::<Vec<_>>()));
        found.truncate(question.first);
        let step = |pair: &[&str]| {
            let (kind, _, link) = neighbours[pair[0]][pair[1]];
            (KINDS[kind].to_owned(), link.to_owned(), pair[1].to_owned())
        };
        found.iter().map(|way| (cost(way), way.windows(2).map(step).collect())).collect()
    }
}

fn link<'e>(kind: usize, row: &Value, ends: impl IntoIterator<Item = &'e str>, when: When) -> Link {
    Link {
        kind,
        id: row["id"].as_str().expect("an id").to_owned(),
        ends: ends.into_iter().map(str::to_owned).collect(),
        when,
    }
}

fn number(id: &str) -> i64 {
    id[1..].parse().expect("a number")
}

/// All records of a kind, page by page.
async fn all(server: &Server, plural: &str, fields: &str) -> Vec<Value> {
    let query = format!(
        "query ($after: String) {{ {plural}(first: 20, after: $after) {{ nodes {{ id {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = server.ask_with(&query, json!({ "after": after })).await[plural].take();
        rows.append(page["nodes"].as_array_mut().expect("nodes"));
        after = page["pageInfo"]["endCursor"].take();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return rows;
        }
    }
}
