//! Finding the chains: from both ends at once, always where fewer links wait.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::Value as Bound;
use serde_json::json;

use super::graph::{Chain, Graph, Link};
use super::links::Parts;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::query::plan::numbered;
use crate::query::slot::Slot;

/// How many links are read in a round, about. Where records wait with more than that, those with the most
/// links are not gone through.
const MOST_LINKS: usize = 4_000;
/// How many records are looked at in a round.
const MOST_WAITING: usize = 4_000;
/// Of how many records the links are counted at once.
const COUNTED_AT_ONCE: usize = 200;
/// How many links a record has as long as nobody has counted.
const USUAL: usize = 16;

/// What has to be found out before a statement can run: chains between two records.
#[derive(Debug)]
pub struct Question {
    /// Where the values stand among the slots.
    pub ends: [usize; 2],
    pub avoid: Vec<usize>,
    pub day: Option<usize>,
    pub most_steps: usize,
    pub first: usize,
    /// The statements for the links of records, and for how many there are; see [`super::links::Ways`].
    pub links: Parts,
    pub degrees: Parts,
    /// Of each way its kind and the type at its far end, both by number.
    pub ways: Vec<(usize, usize)>,
    /// The types of record that have links, as the registry spells them.
    pub types: Vec<String>,
    /// The kinds of link.
    pub kinds: Vec<String>,
}

impl Question {
    /// About how many bytes it takes to keep.
    pub fn size(&self) -> usize {
        self.links.size() + self.degrees.size()
    }

    /// The chains as a JSON list of steps: `[path, cost, step, kind, link, record]`; and how many statements it took.
    ///
    /// # Errors
    ///
    /// When the ends make no question, or the database does not answer, or not in time.
    pub async fn answer(&self, database: &Database, slots: &[Slot], values: &[Bound]) -> Result<(String, usize)> {
        let [from, to] = self.ends.map(|slot| number(&values[slot]));
        let avoid: BTreeSet<i64> = self.avoid.iter().map(|slot| number(&values[*slot])).collect();
        if let Some(end) = self.ends.iter().find(|slot| avoid.contains(&number(&values[**slot]))) {
            return Err(Error::input(&slots[*end].argument, "is among those to avoid"));
        }
        if from == to {
            return Err(Error::input(&slots[self.ends[1]].argument, "is where the chain begins; it takes another id"));
        }
        let day = self.day.map(|slot| values[slot].clone());
        let (graph, types) = (Graph::default(), BTreeMap::new());
        let (endless, statements) = (BTreeSet::new(), 0);
        let mut search = Search { question: self, database, day, avoid, graph, types, endless, statements };
        let found = search.run([from, to]).await?;
        Ok((found, search.statements))
    }
}

/// A bound id.
fn number(value: &Bound) -> i64 {
    match value {
        Bound::BigInt(Some(id)) => *id,
        _ => 0,
    }
}

/// One search on its way.
struct Search<'q> {
    question: &'q Question,
    database: &'q Database,
    day: Option<Bound>,
    avoid: BTreeSet<i64>,
    graph: Graph,
    /// The type of each record that was met, by its place among the question's types.
    types: BTreeMap<i64, usize>,
    /// Records with more links than are counted.
    endless: BTreeSet<i64>,
    /// How many statements were run.
    statements: usize,
}

/// One side of the search: the records that it has reached, and those among them that wait to be gone through.
struct Side {
    reached: BTreeSet<i64>,
    waiting: BTreeSet<i64>,
}

impl Side {
    fn starting(record: i64) -> Self {
        Self { reached: BTreeSet::from([record]), waiting: BTreeSet::from([record]) }
    }
}

impl Search<'_> {
    async fn run(&mut self, ends: [i64; 2]) -> Result<String> {
        let question = self.question;
        self.types = self.types_of(ends).await?;
        if self.types.len() < 2 || question.first == 0 {
            return Ok("[]".to_owned());
        }
        self.weigh(ends.into()).await?;
        let mut sides = ends.map(Side::starting);
        let mut chains = Vec::new();
        // After each round all chains of that many steps are known.
        for steps in 1..=question.most_steps {
            // What is still to be found has so many steps at least, and each costs 1.
            let dearest = chains.get(question.first - 1).map(|chain: &Chain| chain.cost);
            if dearest.is_some_and(|cost| cost <= steps) {
                break;
            }
            let [near, far] = [0, 1].map(|side| self.links_waiting(&sides[side]));
            let worth = dearest.map(|cost| cost - steps);
            self.go_on(&mut sides[usize::from(far < near)], worth).await?;
            chains = self.cheapest(ends, steps).await?;
        }
        let mut rows = Vec::new();
        for (path, chain) in chains.iter().enumerate() {
            for (step, pair) in chain.records.windows(2).enumerate() {
                if let Some(Link { kind, record }) = self.graph.link(pair[0], pair[1]) {
                    rows.push(json!([path, chain.cost, step, question.kinds[kind], record, pair[1]]));
                }
            }
        }
        Ok(json!(rows).to_string())
    }

    /// How many links lead on from a side, about.
    fn links_waiting(&self, side: &Side) -> usize {
        side.waiting.iter().map(|record| self.graph.degree(*record).unwrap_or(USUAL)).sum()
    }

    /// The cheapest chains in what was seen so far. Links are counted of those records only through which a chain
    /// could be among them.
    async fn cheapest(&mut self, ends: [i64; 2], steps: usize) -> Result<Vec<Chain>> {
        loop {
            let chains = self.graph.cheapest(ends, steps, self.question.first);
            let dearest = chains.get(self.question.first - 1).map(|chain| chain.cost);
            let uncounted = self.graph.uncounted(ends, steps).into_iter();
            let uncounted = uncounted.take_while(|(cost, _)| dearest.is_none_or(|dearest| *cost <= dearest));
            let uncounted: BTreeSet<i64> = uncounted.take(COUNTED_AT_ONCE).map(|(_, record)| record).collect();
            if uncounted.is_empty() {
                return Ok(chains);
            }
            self.weigh(uncounted).await?;
        }
    }

    /// Goes through the records that wait on a side, and lets wait what they lead to. To pass one must cost less
    /// than `worth`, or no chain through it can be among the cheapest.
    async fn go_on(&mut self, side: &mut Side, worth: Option<usize>) -> Result<()> {
        let mut waiting = std::mem::take(&mut side.waiting);
        if side.reached.len() > 1 {
            waiting = self.affordable(waiting, worth).await?;
        }
        let mut links = Vec::new();
        for [way, from, to, link] in self.ask(&self.question.links, &waiting).await? {
            let way = usize::try_from(way).ok().and_then(|way| self.question.ways.get(way));
            let Some((kind, ty)) = way else { continue };
            if from == to || self.avoid.contains(&to) {
                continue;
            }
            links.push(([from, to], Link { kind: *kind, record: link }));
            self.types.insert(to, *ty);
            if side.reached.insert(to) {
                side.waiting.insert(to);
            }
        }
        self.graph.add(links);
        Ok(())
    }

    /// Those with the fewest links, as many as can be gone through in a round.
    async fn affordable(&mut self, waiting: BTreeSet<i64>, worth: Option<usize>) -> Result<BTreeSet<i64>> {
        let waiting: BTreeSet<i64> = waiting.into_iter().take(MOST_WAITING).collect();
        self.weigh(waiting.clone()).await?;
        let cheap = |record: &i64| worth.is_none_or(|worth| self.graph.toll(*record) < worth);
        let counted = waiting.into_iter().filter(|record| !self.endless.contains(record) && cheap(record));
        let mut by_degree: Vec<(usize, i64)> =
            counted.filter_map(|record| Some((self.graph.degree(record)?, record))).collect();
        by_degree.sort_unstable();
        let mut links = 0;
        let cheap = by_degree.into_iter().take_while(|(degree, _)| {
            links += degree;
            links <= MOST_LINKS
        });
        Ok(cheap.map(|(_, record)| record).collect())
    }

    /// Counts the links of these records, where that was not done yet.
    async fn weigh(&mut self, mut records: BTreeSet<i64>) -> Result<()> {
        records.retain(|record| self.graph.degree(*record).is_none());
        for [record, degree, all] in self.ask(&self.question.degrees, &records).await? {
            self.graph.set_degree(record, usize::try_from(degree).unwrap_or(usize::MAX));
            if all == 0 {
                self.endless.insert(record);
            }
            records.remove(&record);
        }
        // One that is gone meanwhile leads nowhere.
        for record in records {
            self.graph.set_degree(record, 0);
        }
        Ok(())
    }

    /// The types of the two ends; one that is not there, or can have no links, is left out.
    async fn types_of(&mut self, ends: [i64; 2]) -> Result<BTreeMap<i64, usize>> {
        let sql =
            "SELECT coalesce(string_agg(concat(r.id, ',', r.type), ';'), '') FROM record r WHERE r.id IN ($1, $2)";
        self.statements += 1;
        let text = self.database.read(sql, ends.map(Bound::from).into()).await?;
        let rows = text.split(';').filter_map(|row| row.split_once(','));
        let known = |ty: &str| self.question.types.iter().position(|known| known == ty);
        Ok(rows.filter_map(|(id, ty)| Some((id.parse().ok()?, known(ty)?))).collect())
    }

    /// Asks one of the question's statements about these records; each row has `N` numbers.
    async fn ask<'r, const N: usize>(
        &mut self,
        parts: &Parts,
        records: impl IntoIterator<Item = &'r i64>,
    ) -> Result<Vec<[i64; N]>> {
        let mut lists = vec![Vec::new(); self.question.types.len()];
        for record in records {
            if let Some(ty) = self.types.get(record) {
                lists[*ty].push(*record);
            }
        }
        if lists.iter().all(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let (sql, bound) = numbered(&parts.about(|place| !lists[place].is_empty()));
        let values = bound.into_iter().map(|place| match lists.get(place) {
            Some(ids) => Ok(self.database.dialect.list(ids).into()),
            None => self.day.clone().ok_or_else(|| Error::internal("a search for chains has lost its day")),
        });
        self.statements += 1;
        let text = self.database.read(&sql, values.collect::<Result<_>>()?).await?;
        let rows = text.split(';').filter(|row| !row.is_empty()).map(|row| {
            let numbers: Vec<i64> =
                row.split(',').map(str::parse).collect::<Result<_, _>>().map_err(Error::internal)?;
            numbers.try_into().map_err(|_| Error::internal(format!("a row of links is {row}")))
        });
        rows.collect()
    }
}
