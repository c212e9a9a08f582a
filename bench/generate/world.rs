//! What the records have to know of each other, and the bundle of all of them.

use std::sync::Arc;

use cluster_directory::error::Stop;
use cluster_directory::transfer::{self, Bundle, Record};
use serde_json::{Value, json};

use crate::random::Random;
use crate::size::Size;
use crate::words::Words;
use crate::{agreements, articles, associations, events, funding, organizations, people, places};

/// The sizes, the words, and what other records ask of a place, an organization or an event.
pub struct World {
    pub size: Size,
    pub words: Words,
    pub countries: Vec<Record>,
    pub cities: Vec<places::City>,
    pub organizations: Vec<organizations::Kind>,
    /// The numbers of the organizations that are clusters.
    pub clusters: Vec<usize>,
    /// How many take part in each event.
    pub participants: Vec<usize>,
}

/// What makes the records of a file: for a number, the record.
type Maker = fn(&World, usize) -> Value;

impl World {
    pub fn new(size: Size) -> Result<Self, Stop> {
        let words = Words::invent();
        let countries: Vec<Record> = transfer::bundled().records("countries").map_err(Stop::new)?.collect();
        let codes: Vec<&str> = countries.iter().filter_map(|country| country["slug"].as_str()).collect();
        let cities = places::cities(&size, &words, &codes);
        let organizations: Vec<_> = (0..size.organizations).map(|number| organizations::kind(&size, number)).collect();
        let is_cluster = |number: &usize| organizations[*number] == organizations::Kind::Cluster;
        let clusters = (0..size.organizations).filter(is_cluster).collect();
        let participants = events::participants(&size);
        Ok(Self { size, words, countries, cities, organizations, clusters, participants })
    }

    /// All files; each record is made when it is read.
    pub fn bundle(self: Arc<Self>) -> Bundle {
        let size = &self.size;
        let files: [(&str, usize, Maker); 15] = [
            ("countries", self.countries.len(), |world, number| Value::Object(world.countries[number].clone())),
            ("places", size.cities + size.venues, places::record),
            ("organizations", size.organizations, organizations::record),
            ("articles", size.articles, articles::record),
            ("people", size.people, people::record),
            ("topics", size.topics, events::topic),
            ("eventSeriesList", size.series, events::series),
            ("events", size.events, events::record),
            ("programmes", size.programmes, funding::programme),
            ("partnerships", size.partnerships, funding::partnership),
            ("projects", size.projects, funding::project),
            ("agreements", size.agreements, agreements::record),
            ("memberships", size.memberships, associations::membership),
            ("terms", size.terms, associations::term),
            ("offices", size.offices, associations::office),
        ];
        files.into_iter().fold(Bundle::default(), |bundle, (name, count, maker)| {
            let world = Arc::clone(&self);
            bundle.with(name, move || {
                let world = Arc::clone(&world);
                Box::new((0..count).map(move |number| match maker(&world, number) {
                    Value::Object(record) => record,
                    _ => Record::new(),
                }))
            })
        })
    }

    /// The slugs of the articles that a record rests on, mostly one.
    pub fn sources(&self, random: &mut Random) -> Value {
        let count = if random.percent(35) { 2 } else { 1 };
        let first = random.skewed(self.size.articles);
        // The second is another one.
        let articles = (0..count).map(|n| articles::slug((first + n * 7) % self.size.articles));
        json!(articles.collect::<Vec<_>>())
    }

    /// The slug of one article.
    pub fn article(&self, random: &mut Random) -> String {
        articles::slug(random.skewed(self.size.articles))
    }

    /// The number of an organization, the networks and clusters likelier than the others.
    pub fn organization(&self, random: &mut Random) -> usize {
        random.skewed(self.size.organizations)
    }

    pub fn event(&self, random: &mut Random) -> String {
        events::slug(random.below(self.size.events))
    }

    pub fn person(&self, random: &mut Random) -> String {
        people::slug(random.skewed(self.size.people))
    }

    /// One to three topics, each once.
    pub fn topics(&self, random: &mut Random) -> Value {
        let first = random.skewed(self.size.topics);
        let topics = (0..random.between(1, 3)).map(|n| events::topic_slug((first + n * 5) % self.size.topics));
        json!(topics.collect::<Vec<_>>())
    }
}
