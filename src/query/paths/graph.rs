//! Records and what links them, as far as a search has seen them, and the cheapest chains through them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// From how many links on a record makes a chain through it dearer.
const HUB: usize = 16;

/// The record by which two others are linked, and its kind by number; of several the smallest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub kind: usize,
    pub record: i64,
}

/// What a search has seen so far: an undirected graph whose records have a price.
#[derive(Debug, Default)]
pub struct Graph {
    records: Vec<Record>,
    places: HashMap<i64, usize>,
}

#[derive(Debug)]
struct Record {
    id: i64,
    /// How many links it has, seen or not; `None` if nobody has counted.
    degree: Option<usize>,
    /// Where it leads, by place, in order, and by which link.
    links: Vec<(usize, Link)>,
}

impl Record {
    /// What it costs to pass through it on top of the step: nothing below 16 links, then 1, and 1 more each
    /// time their number doubles. What has links to everything tells little about what it links.
    fn toll(&self) -> usize {
        let halvings = std::iter::successors(self.degree, |degree| Some(degree / 2));
        halvings.take_while(|degree| *degree >= HUB).count()
    }
}

/// A way through the graph: what was paid for it, and its records in order, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    pub cost: usize,
    pub records: Vec<i64>,
}

/// What is left to pay, and in how many steps.
type Rest = (usize, usize);

/// The least that is left from each place to an end, if so many steps more are allowed.
struct Rests(Vec<Vec<Option<Rest>>>);

impl Graph {
    /// Adds links between two records each; of several between the same two the smallest stays.
    pub fn add(&mut self, links: impl IntoIterator<Item = ([i64; 2], Link)>) {
        let mut touched = Vec::new();
        for (ends, link) in links {
            let [one, other] = ends.map(|id| self.place(id));
            self.records[one].links.push((other, link));
            self.records[other].links.push((one, link));
            touched.extend([one, other]);
        }
        touched.sort_unstable();
        touched.dedup();
        for place in touched {
            let links = &mut self.records[place].links;
            links.sort_unstable();
            links.dedup_by_key(|(to, _)| *to);
        }
    }

    fn place(&mut self, id: i64) -> usize {
        *self.places.entry(id).or_insert_with(|| {
            self.records.push(Record { id, degree: None, links: Vec::new() });
            self.records.len() - 1
        })
    }

    fn find(&self, id: i64) -> Option<&Record> {
        self.places.get(&id).map(|place| &self.records[*place])
    }

    /// The link between two records.
    pub fn link(&self, one: i64, other: i64) -> Option<Link> {
        let to = self.places.get(&other)?;
        self.find(one)?.links.iter().find(|(place, _)| place == to).map(|(_, link)| *link)
    }

    /// Says how many links a record has.
    pub fn set_degree(&mut self, id: i64, degree: usize) {
        let place = self.place(id);
        self.records[place].degree = Some(degree);
    }

    /// How many links a record has, if that was counted.
    pub fn degree(&self, id: i64) -> Option<usize> {
        self.find(id)?.degree
    }

    /// What it costs to pass through a record; see [`Record::toll`].
    pub fn toll(&self, id: i64) -> usize {
        self.find(id).map_or(0, Record::toll)
    }

    /// What is left to pay from everywhere to `end`: the steps, and the tolls of what is passed, the place itself
    /// included.
    fn rests(&self, end: usize, most: usize) -> Rests {
        let mut layer = vec![None; self.records.len()];
        layer[end] = Some((0, 0));
        let mut layers = vec![layer];
        for allowed in 1..=most {
            let before = &layers[allowed - 1];
            let mut layer = before.clone();
            for (place, rest) in before.iter().enumerate() {
                let Some((cost, steps)) = *rest else { continue };
                for (from, _) in &self.records[place].links {
                    let longer = (cost + 1 + self.records[*from].toll(), steps + 1);
                    if layer[*from].is_none_or(|known| longer < known) {
                        layer[*from] = Some(longer);
                    }
                }
            }
            layers.push(layer);
        }
        Rests(layers)
    }

    /// The records whose links nobody has counted, each with what a chain of at most `most` steps through it costs
    /// at least, the cheapest first.
    pub fn uncounted(&self, ends: [i64; 2], most: usize) -> Vec<(usize, i64)> {
        let Some([near, far]) = self.ends(ends).map(|ends| ends.map(|end| self.rests(end, most))) else {
            return Vec::new();
        };
        let uncounted = self.records.iter().enumerate().filter(|(_, record)| record.degree.is_none());
        let mut found: Vec<_> = uncounted
            .filter_map(|(place, record)| {
                let ways = (1..most).filter_map(|steps| Some(near.0[steps][place]?.0 + far.0[most - steps][place]?.0));
                Some((ways.min()?, record.id))
            })
            .collect();
        found.sort_unstable();
        found
    }

    fn ends(&self, ends: [i64; 2]) -> Option<[usize; 2]> {
        let [from, to] = ends.map(|id| self.places.get(&id).copied());
        Some([from?, to?])
    }

    /// The cheapest `first` chains of at most `most` steps between two records, through records whose links were
    /// counted; none of them meets a record twice. Of equally cheap ones the shorter come first, then those through
    /// older records.
    ///
    /// What is left to pay is known from everywhere, so the most promising beginning can always be followed
    /// first (A*): whole chains come up in their order, and little else is looked at.
    pub fn cheapest(&self, ends: [i64; 2], most: usize, first: usize) -> Vec<Chain> {
        let Some([from, to]) = self.ends(ends) else { return Vec::new() };
        let rests = self.rests(to, most);
        let mut open = BinaryHeap::from([Reverse(Beginning {
            cost: 0,
            steps: 0,
            paid: 0,
            ids: vec![ends[0]],
            places: vec![from],
        })]);
        let mut found = Vec::new();
        while found.len() < first
            && let Some(Reverse(beginning)) = open.pop()
        {
            let last = beginning.places[beginning.places.len() - 1];
            if last == to {
                found.push(Chain { cost: beginning.paid, records: beginning.ids });
                continue;
            }
            let Some(allowed) = (most + 1).checked_sub(beginning.places.len()).filter(|left| *left > 0) else {
                continue;
            };
            let toll = if last == from { 0 } else { self.records[last].toll() };
            for (place, _) in &self.records[last].links {
                let Some((cost, steps)) = rests.0[allowed - 1][*place] else { continue };
                let record = &self.records[*place];
                let counted = *place == to || record.degree.is_some();
                if counted && !beginning.places.contains(place) {
                    open.push(Reverse(beginning.then(*place, record.id, toll, (cost, steps))));
                }
            }
        }
        found
    }
}

/// The beginning of a chain. Its order is that of the best chain it can become: no chain that begins so comes
/// before it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    /// What the whole chain will cost, and how many steps it will have, at least.
    cost: usize,
    steps: usize,
    ids: Vec<i64>,
    paid: usize,
    places: Vec<usize>,
}

impl Beginning {
    fn then(&self, place: usize, id: i64, toll: usize, (cost, steps): Rest) -> Self {
        let paid = self.paid + 1 + toll;
        let (mut ids, mut places) = (self.ids.clone(), self.places.clone());
        ids.push(id);
        places.push(place);
        Self { cost: paid + cost, steps: places.len() - 1 + steps, paid, ids, places }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// All chains between two records by walking every way there is: cost, steps, records.
    fn all(graph: &Graph, way: &[i64], to: i64, most: usize, found: &mut Vec<(usize, usize, Vec<i64>)>) {
        let last = way[way.len() - 1];
        if last == to {
            let tolls: usize = way[1..way.len() - 1].iter().map(|id| graph.toll(*id)).sum();
            found.push((way.len() - 1 + tolls, way.len(), way.to_vec()));
        } else if way.len() <= most {
            let links = graph.find(last).map(|record| record.links.clone()).unwrap_or_default();
            for (place, _) in links {
                let next = graph.records[place].id;
                if !way.contains(&next) {
                    all(graph, &[way, &[next]].concat(), to, most, found);
                }
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
                (0..records * 2).map(|_| [record(), record()]).filter(|[one, other]| one != other).collect();
            let links = pairs.into_iter().enumerate();
            graph.add(links.map(|(number, ends)| (ends, Link { kind: number % 3, record: 100 })));
            for record in 0..i64::try_from(records).unwrap_or_default() {
                graph.set_degree(record, random(80));
            }
            let (most, first) = (1 + random(6), 1 + random(6));
            let mut expected = Vec::new();
            all(&graph, &[0], 1, most, &mut expected);
            expected.sort();
            expected.truncate(first);
            lengths.insert(expected.len());
            let expected: Vec<Chain> = expected.into_iter().map(|(cost, _, records)| Chain { cost, records }).collect();
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
