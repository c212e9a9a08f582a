//! Editors at random, and a site that is brought up to date now and then.
//!
//! `PARTNER_SITE_ROUNDS=100` lets more happen, `PARTNER_SITE_SEED` repeats a run.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher};

use cluster_directory::viewer::Role;

use super::edits::Editing;
use super::site::{Site, program};
use super::{reading, world};
use crate::support::random::Random;

/// How often a site is brought up to date if nobody says.
const ROUNDS: u64 = 10;

#[tokio::test]
async fn a_copy_of_a_country_is_what_a_fresh_one_would_be_whatever_was_edited() {
    follow("country=RS").await;
}

#[tokio::test]
async fn so_is_a_copy_of_what_an_organization_takes_part_in() {
    follow("organization=nis-cluster").await;
}

/// Edits at random, brings the site up to date, and compares.
async fn follow(listing: &str) {
    if program().is_none() {
        return;
    }
    let number = |variable| Some(std::env::var(variable).ok()?.parse::<u64>().expect("a number"));
    let any = || std::hash::RandomState::new().build_hasher().finish() % 1_000_000_000;
    let seed = number("PARTNER_SITE_SEED").unwrap_or_else(any);
    eprintln!("PARTNER_SITE_SEED={seed}");
    let mut random = Random::new(seed, 0);
    let server = world().start();
    let admin = server.actor(Role::Admin).await;
    let mut editing = Editing::new(&admin);
    let site = Site::new(&server, listing);
    let mut addresses = BTreeSet::new();
    site.run().await;
    for round in 0..number("PARTNER_SITE_ROUNDS").unwrap_or(ROUNDS) {
        let before = site.copy();
        // Now and then more happens than a page of the log can hold.
        let count = if random.chance(10) { 80 } else { random.below(5) };
        editing.some(&mut random, count).await;
        match random.below(4) {
            // Somebody edits while the site reads.
            0 => drop(tokio::join!(site.run(), editing.some(&mut random, 10))),
            // The machine stopped between the pages and the copy.
            1 => {
                site.run().await;
                site.put_back(&before);
                editing.some(&mut random, 2).await;
            }
            _ => (),
        }
        site.run().await;
        let told = format!("{listing}, seed {seed}, round {round}: {:#?}", editing.last());
        reading::compare(&server, &site, &mut addresses, &told).await;
    }
    eprintln!("{} edits were done, {} refused", editing.done, editing.refused);
    assert!(editing.refused < editing.done + 20, "most of it can be done");
}
