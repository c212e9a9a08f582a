//! How many of what.

use clap::ValueEnum;

/// Which of the two directories.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Scale {
    Full,
    Twentieth,
}

/// How many records of each noun there are.
#[derive(Clone, Debug)]
pub struct Size {
    pub cities: usize,
    pub venues: usize,
    pub organizations: usize,
    /// The first of the organizations.
    pub networks: usize,
    pub articles: usize,
    pub people: usize,
    pub topics: usize,
    pub series: usize,
    pub events: usize,
    /// Over all events.
    pub participations: usize,
    pub programmes: usize,
    pub partnerships: usize,
    pub projects: usize,
    pub agreements: usize,
    pub memberships: usize,
    pub terms: usize,
    pub offices: usize,
}

impl Size {
    pub fn of(scale: Scale) -> Self {
        let parts = match scale {
            Scale::Full => 1,
            Scale::Twentieth => 20,
        };
        // A twentieth of two networks or of fifteen topics would be another kind of directory.
        let few = |count: usize| (count / parts).max(count / 5);
        Self {
            cities: 2_000 / parts,
            venues: 3_000 / parts,
            organizations: 20_000 / parts,
            networks: few(40),
            articles: 20_000 / parts,
            people: 40_000 / parts,
            topics: few(300),
            series: 4_000 / parts,
            events: 200_000 / parts,
            participations: 1_500_000 / parts,
            programmes: few(300),
            partnerships: 1_000 / parts,
            projects: 5_000 / parts,
            agreements: 2_000 / parts,
            memberships: 60_000 / parts,
            terms: few(500),
            offices: 30_000 / parts,
        }
    }
}
