//! Records and what links them, as far as a search has seen them, and the cheapest chains through them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From how many links on a record makes a chain through it dearer.
const HUB: usize = 16;

/// The record by which two others are linked, and its kind by number; of several the smallest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub kind: usize,
    pub record: i64,
}

/// What a search has seen so far: an undirected graph whose vertices have a price.
#[derive(Debug, Default)]
pub struct Graph {
    links: HashMap<i64, BTreeMap<i64, Link>>,
    /// How many links a record has, seen or not.
    degrees: HashMap<i64, usize>,
}

/// A way through the graph: what was paid for it, and its records in order, both ends included.
///
/// Chains are compared by their cost, then their length, then the age of their records: no two are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    pub cost: usize,
    steps: usize,
    pub records: Vec<i64>,
}

/// What it costs to be somewhere, by the number of steps.
type Costs = BTreeMap<usize, usize>;

/// The least that two parts of a walk cost together which takes at most `most` steps.
fn cheapest_sum(one: &Costs, other: &Costs, most: usize) -> Option<usize> {
    let pairs = one.iter().flat_map(|(steps, cost)| other.iter().map(move |(more, rest)| (steps + more, cost + rest)));
    pairs.filter(|(steps, _)| *steps <= most).map(|(_, cost)| cost).min()
}

impl Chain {
    fn starting(record: i64) -> Self {
        Self { cost: 0, steps: 0, records: vec![record] }
    }

    fn last(&self) -> i64 {
        self.records[self.steps]
    }
}

impl Graph {
    /// Adds a link between two records; of several between the same two the smallest stays.
    pub fn add(&mut self, one: i64, other: i64, link: Link) {
        for (from, to) in [(one, other), (other, one)] {
            let known = self.links.entry(from).or_default().entry(to).or_insert(link);
            *known = link.min(*known);
        }
    }

    /// The link between two records.
    pub fn link(&self, one: i64, other: i64) -> Option<Link> {
        self.links.get(&one)?.get(&other).copied()
    }

    /// The records that are linked with this one, as far as seen.
    pub fn linked(&self, record: i64) -> impl Iterator<Item = i64> {
        self.links.get(&record).into_iter().flat_map(|links| links.keys().copied())
    }

    /// Says how many links a record has.
    pub fn set_degree(&mut self, record: i64, degree: usize) {
        self.degrees.insert(record, degree);
    }

    /// How many links a record has, if that was looked up.
    pub fn degree(&self, record: i64) -> Option<usize> {
        self.degrees.get(&record).copied()
    }

    /// What it costs to pass through a record on top of the step: nothing below 16 links, then 1, and 1 more each
    /// time their number doubles. What has links to everything tells little about what it links.
    pub fn toll(&self, record: i64) -> usize {
        let halvings = std::iter::successors(self.degree(record), |degree| Some(degree / 2));
        halvings.take_while(|degree| *degree >= HUB).count()
    }

    /// The records whose links nobody has counted yet, each with what a chain of at most `most` steps through it
    /// costs at least, the cheapest first.
    pub fn uncounted(&self, [from, to]: [i64; 2], most: usize) -> Vec<(usize, i64)> {
        let (near, far) = (self.costs(from, most), self.costs(to, most));
        let mut found: Vec<_> = near
            .iter()
            .filter(|(record, _)| self.degree(**record).is_none() && **record != from && **record != to)
            .filter_map(|(record, here)| Some((cheapest_sum(here, far.get(record)?, most)?, *record)))
            .collect();
        found.sort_unstable();
        found
    }

    /// What it costs at least to come to each record in so many steps, its own toll left out.
    fn costs(&self, from: i64, most: usize) -> HashMap<i64, Costs> {
        let mut costs = HashMap::from([(from, Costs::from([(0, 0)]))]);
        let mut edge = BTreeMap::from([(from, 0)]);
        for steps in 1..most {
            let mut next: BTreeMap<i64, usize> = BTreeMap::new();
            for (record, cost) in &edge {
                let toll = if *record == from { 0 } else { self.toll(*record) };
                for other in self.linked(*record) {
                    let known = next.entry(other).or_insert(usize::MAX);
                    *known = (cost + 1 + toll).min(*known);
                }
            }
            for (record, cost) in &next {
                costs.entry(*record).or_default().insert(steps, *cost);
            }
            edge = next;
        }
        costs
    }

    /// How many steps each record is away, up to `most`.
    fn distances(&self, from: i64, most: usize) -> HashMap<i64, usize> {
        let mut distances = HashMap::from([(from, 0)]);
        let mut edge = vec![from];
        for steps in 1..=most {
            let next: BTreeSet<i64> = edge.iter().flat_map(|record| self.linked(*record)).collect();
            edge = next.into_iter().filter(|record| !distances.contains_key(record)).collect();
            distances.extend(edge.iter().map(|record| (*record, steps)));
        }
        distances
    }

    /// The cheapest `first` chains of at most `most` steps between two records, through records whose links were
    /// counted; none of them meets a record twice (Yen, 1971: each further chain leaves an earlier one at some record).
    pub fn cheapest(&self, [from, to]: [i64; 2], most: usize, first: usize) -> Vec<Chain> {
        let search = Search { graph: self, far: self.distances(to, most), to, most };
        let mut found: Vec<Chain> = Vec::new();
        let mut candidates: BTreeSet<Chain> =
            search.cheapest_from(&Chain::starting(from), &BTreeSet::new()).into_iter().collect();
        while found.len() < first
            && let Some(chain) = candidates.pop_first()
        {
            for turn in 0..chain.steps {
                let root = &chain.records[..=turn];
                let alike = found.iter().chain([&chain]).filter(|other| other.records.starts_with(root));
                let taken: BTreeSet<i64> = alike.map(|other| other.records[turn + 1]).collect();
                candidates.extend(search.cheapest_from(&self.along(root), &taken));
            }
            found.push(chain);
        }
        found
    }

    /// The chain along records that are linked one with the next.
    fn along(&self, records: &[i64]) -> Chain {
        let first = Chain::starting(records[0]);
        records[1..].iter().fold(first, |chain, record| self.extend(&chain, *record))
    }

    /// The chain and one step more; its last record has become one that it passes through.
    fn extend(&self, chain: &Chain, record: i64) -> Chain {
        let toll = if chain.steps == 0 { 0 } else { self.toll(chain.last()) };
        let mut records = chain.records.clone();
        records.push(record);
        Chain { cost: chain.cost + 1 + toll, steps: chain.steps + 1, records }
    }
}

/// The search for one chain after the other between the same two records.
struct Search<'g> {
    graph: &'g Graph,
    far: HashMap<i64, usize>,
    to: i64,
    most: usize,
}

impl Search<'_> {
    /// The cheapest chain that begins with `root` and goes on to none of `taken` from there.
    ///
    /// Layer by layer, the cheapest walk of that many steps to every record. The cheapest of all is a chain
    /// by itself: whoever meets a record twice could leave out what lies between and pay less.
    fn cheapest_from(&self, root: &Chain, taken: &BTreeSet<i64>) -> Option<Chain> {
        let mut best: Option<Chain> = None;
        let mut layer = BTreeMap::from([(root.last(), root.clone())]);
        for steps in root.steps + 1..=self.most {
            let mut next: BTreeMap<i64, Chain> = BTreeMap::new();
            for chain in layer.values() {
                for record in self.graph.linked(chain.last()) {
                    let passed =
                        root.records.contains(&record) || (chain.steps == root.steps && taken.contains(&record));
                    let in_reach = self.far.get(&record).is_some_and(|rest| steps + rest <= self.most);
                    if passed || !in_reach || (record != self.to && self.graph.degree(record).is_none()) {
                        continue;
                    }
                    let longer = self.graph.extend(chain, record);
                    let known = if record == self.to { best.as_ref() } else { next.get(&record) };
                    if known.is_some_and(|known| *known <= longer) {
                        continue;
                    }
                    if record == self.to {
                        best = Some(longer);
                    } else {
                        next.insert(record, longer);
                    }
                }
            }
            layer = next;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All chains between two records, by walking every way there is.
    fn all(graph: &Graph, chain: &Chain, to: i64, most: usize, found: &mut Vec<Chain>) {
        if chain.last() == to {
            found.push(chain.clone());
        } else if chain.steps < most {
            for record in graph.linked(chain.last()).filter(|record| !chain.records.contains(record)) {
                all(graph, &graph.extend(chain, record), to, most, found);
            }
        }
    }

    #[test]
    fn no_way_is_overlooked_in_thousands_of_small_graphs() {
        let mut state: u64 = 7;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        let mut lengths = BTreeSet::new();
        for _ in 0..3000 {
            let mut graph = Graph::default();
            let records = 4 + random(8);
            let mut record = || i64::try_from(random(records)).unwrap_or_default();
            let pairs: Vec<_> =
                (0..records * 2).map(|_| (record(), record())).filter(|(one, other)| one != other).collect();
            for (number, (one, other)) in pairs.into_iter().enumerate() {
                graph.add(one, other, Link { kind: number % 3, record: 100 });
            }
            for record in 0..i64::try_from(records).unwrap_or_default() {
                graph.set_degree(record, random(80));
            }
            let (most, first) = (1 + random(6), 1 + random(6));
            let mut expected = Vec::new();
            all(&graph, &Chain::starting(0), 1, most, &mut expected);
            expected.sort();
            expected.truncate(first);
            lengths.insert(expected.len());
            assert_eq!(graph.cheapest([0, 1], most, first), expected);
        }
        assert!(lengths.len() == 7, "{lengths:?}");
    }

    #[test]
    fn passing_a_hub_costs_one_more_each_time_its_links_double() {
        let mut graph = Graph::default();
        let tolls = [(0, 0), (15, 0), (16, 1), (31, 1), (32, 2), (64, 3), (511, 5), (512, 6)];
        for (degree, toll) in tolls {
            graph.set_degree(1, degree);
            assert_eq!(graph.toll(1), toll, "{degree} links");
        }
    }
}
