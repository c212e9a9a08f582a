//! A listing as calendars, feed readers, sites and search engines take it: text made of its rows, and of nothing else.
//! Feeds never touch the database, and never ask for the time: the same rows are the same bytes.

mod atom;
mod calendar;
mod json;
mod json_feed;
mod json_ld;
mod words;

use crate::listing::Row;
use crate::resource::Resource;

/// What a feed is made of.
#[derive(Clone, Debug)]
pub struct Feed {
    pub resource: &'static Resource,
    pub title: String,
    /// What it lists and for whom, where somebody said so.
    pub description: Option<String>,
    /// Where its first page is.
    pub address: String,
    /// Where this page is.
    pub here: String,
    /// Where the directory is.
    pub home: String,
    /// Where the next page is, if there is one.
    pub next: Option<String>,
    /// The name that no other directory has.
    pub directory: String,
    pub rows: Vec<Row>,
    /// Events that would be among the rows, had they not been cancelled or withdrawn a short while ago.
    pub gone: Vec<Row>,
    pub cancelled: Cancelled,
}

/// What a calendar says of an event that will not take place. Programs differ: one takes it away, one strikes it
/// through, one shows it as if nothing had happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cancelled {
    /// That it is cancelled, in its status.
    #[default]
    Status,
    /// The same in its title too.
    Title,
    /// Nothing: it is left out.
    Omit,
}

impl Cancelled {
    /// By the word of an address.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "status" => Some(Self::Status),
            "title" => Some(Self::Title),
            "omit" => Some(Self::Omit),
            _ => None,
        }
    }
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Calendar,
    Atom,
    JsonFeed,
    JsonLd,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Calendar, Self::Atom, Self::JsonFeed, Self::JsonLd];

    /// How its addresses end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Calendar => "ics",
            Self::Atom => "atom",
            Self::JsonFeed => "json",
            Self::JsonLd => "jsonld",
        }
    }

    /// The format whose addresses end so.
    pub fn ending_with(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json",
            Self::JsonLd => "application/ld+json",
        }
    }

    /// Whether it can say anything of such records: a calendar needs moments.
    pub fn holds(self, resource: &Resource) -> bool {
        self != Self::Calendar || resource.moments.is_some()
    }

    /// The text of a feed.
    pub fn write(self, feed: &Feed) -> String {
        match self {
            Self::Calendar => calendar::write(feed),
            Self::Atom => atom::write(feed),
            Self::JsonFeed => json_feed::write(feed),
            Self::JsonLd => json_ld::write(feed),
        }
    }
}

impl Feed {
    /// What a record is called in all formats: the id that GraphQL gives, within a directory that is no other. It has
    /// no host name, so it stays when the server moves.
    fn urn(&self, id: &str) -> String {
        format!("urn:uuid:{}#{id}", self.directory)
    }
}
