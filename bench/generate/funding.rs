//! Programmes and their calls, partnerships and projects with their partners.

use serde_json::{Value, json};

use crate::dates::Day;
use crate::organizations;
use crate::random::Random;
use crate::words::{capital, common};
use crate::world::World;

pub fn programme_slug(number: usize) -> String {
    format!("programme-{}", number + 1)
}

pub fn partnership_slug(number: usize) -> String {
    format!("partnership-{}", number + 1)
}

pub fn project_slug(number: usize) -> String {
    format!("project-{}", number + 1)
}

/// A fifth are programmes; the rest are their calls.
fn programmes(world: &World) -> usize {
    world.size.programmes / 5
}

pub fn programme(world: &World, number: usize) -> Value {
    let mut random = Random::of("programme", number);
    let begun = Day::within(&mut random, 2000, 2024);
    let parent = number.checked_sub(programmes(world)).map(|call| call % programmes(world));
    let brand = world.words.brand(&mut random);
    let field = capital(common(&mut random));
    json!({
        "slug": programme_slug(number), "kind": if parent.is_some() { "CALL" } else { "PROGRAMME" },
        "name": match parent {
            Some(_) => format!("{field} call {} of {brand}", begun.year),
            None => format!("{brand} {field} Programme"),
        },
        "code": parent.map(|_| format!("{}-{}-{number:03}", brand.to_uppercase(), begun.year)),
        "start": begun.as_known(&mut random), "end": begun.years_later(random.between(1, 7)).as_known(&mut random),
        "description": random.sometimes(60, |random| world.words.sentence(random, 10, "region")),
        "funders": [organizations::slug(world, world.organization(&mut random))],
        "parent": parent.map(programme_slug), "sources": world.sources(&mut random),
    })
}

/// A programme, and in most cases a call of it.
fn paid_by(world: &World, random: &mut Random) -> (String, Option<String>) {
    let programme = random.skewed(programmes(world));
    let call = random.sometimes(60, |random| {
        let calls = world.size.programmes / programmes(world) - 1;
        programme_slug(programmes(world) * random.between(1, calls) + programme)
    });
    (programme_slug(programme), call)
}

/// The letters that a name begins with.
fn acronym(name: &str) -> String {
    name.split(' ').filter_map(|word| word.chars().next()).collect::<String>().to_uppercase()
}

pub fn partnership(world: &World, number: usize) -> Value {
    let mut random = Random::of("partnership", number);
    let begun = Day::within(&mut random, 2010, 2025);
    let (programme, call) = paid_by(world, &mut random);
    let brand = world.words.brand(&mut random);
    let full = format!("{brand} {} {} Partnership", capital(common(&mut random)), capital(common(&mut random)));
    let count = random.between(4, 20);
    json!({
        "slug": partnership_slug(number), "name": if random.percent(60) { acronym(&full) } else { brand.to_owned() },
        "acronym": random.sometimes(60, |_| acronym(&full)), "fullName": full,
        "kind": random.weighted(&[("EUROPEAN_STRATEGIC_CLUSTER_PARTNERSHIP", 70), ("EUROCLUSTER", 30)]),
        "status": random.sometimes(80, |it| it.weighted(&[("PLANNED", 10), ("RUNNING", 40), ("ENDED", 50)])),
        "start": begun.as_known(&mut random),
        "end": random.sometimes(50, |random| begun.years_later(random.between(1, 4)).as_known(random)),
        "partnersCompleteAsOf": random.sometimes(50, |_| begun.text()),
        "description": world.words.sentence(&mut random, 12, "region"),
        "programme": programme, "call": call,
        "label": random.sometimes(50, |random| json!({ "name": random.pick(&["ESCP-4i", "ESCP-S3"]), "awarded": begun.text() })),
        "partners": partners(world, &mut random, count, begun),
        "topics": world.topics(&mut random),
        "networks": random.sometimes(40, |random| [organizations::slug(world, random.skewed(world.size.networks))]),
        "figures": random.sometimes(60, |random| json!([{ "label": "companies", "value": random.between(50, 5_000), "asOf": begun.text() }])),
        "sources": world.sources(&mut random),
    })
}

pub fn project(world: &World, number: usize) -> Value {
    let mut random = Random::of("project", number);
    let begun = Day::within(&mut random, 2006, 2026);
    let (programme, call) = paid_by(world, &mut random);
    let brand = world.words.brand(&mut random);
    let full = format!("{} {} for {} {brand}", capital(common(&mut random)), common(&mut random), common(&mut random));
    let count = random.between(2, 10) + if random.percent(4) { 30 } else { 0 };
    let funded = random.percent(75);
    let activities = random.sometimes(25, |random| {
        let activity = |n: usize| {
            json!({ "code": n.to_string(), "title": world.words.sentence(random, 5, "region"), "events": [world.event(random)] })
        };
        (1..=3).map(activity).collect::<Vec<_>>()
    });
    json!({
        "slug": project_slug(number), "name": if random.percent(40) { acronym(&full) } else { format!("{brand} project") },
        "acronym": random.sometimes(40, |_| acronym(&full)), "fullName": full,
        "kind": random.weighted(&[("FUNDED_PROJECT", 70), ("DONOR_PROJECT", 10), ("INITIATIVE", 15), ("PROJECT_IDEA", 5)]),
        "status": random.weighted(&[("IDEA", 8), ("LAUNCHED", 40), ("FINISHED", 52)]),
        "start": begun.as_known(&mut random),
        "end": random.sometimes(60, |random| begun.years_later(random.between(1, 4)).as_known(random)),
        "partnersComplete": random.percent(60),
        "description": world.words.sentence(&mut random, 13, "region"),
        "programme": funded.then_some(programme), "call": if funded { call } else { None },
        "partnership": random.sometimes(15, |random| partnership_slug(random.skewed(world.size.partnerships))),
        "partners": partners(world, &mut random, count, begun), "activities": activities,
        "outputs": random.sometimes(35, |random| {
            json!([{ "kind": random.pick(&["SURVEY", "PLAN", "STRATEGY", "SUMMARY"]), "title": world.words.sentence(random, 6, "region") }])
        }),
        "followUps": random.sometimes(8, |random| [project_slug(random.below(world.size.projects))]),
        "topics": world.topics(&mut random),
        "networks": random.sometimes(30, |random| [organizations::slug(world, random.skewed(world.size.networks))]),
        "figures": random.sometimes(40, |random| json!([{ "label": "euro", "value": random.between(20_000, 5_000_000), "asOf": begun.text() }])),
        "sources": world.sources(&mut random),
    })
}

/// The first leads; clusters partner more often than others. Nobody is there twice.
fn partners(world: &World, random: &mut Random, count: usize, begun: Day) -> Value {
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        let cluster = random.percent(60);
        let number =
            if cluster { world.clusters[random.skewed(world.clusters.len())] } else { world.organization(random) };
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    let partner = |(place, number): (usize, usize)| {
        let others = &[("PARTNER", 86), ("ASSOCIATED_PARTNER", 9), ("BENEFICIARY", 3), ("IMPLEMENTER", 2)];
        json!({
            "role": if place == 0 { "LEAD" } else { random.weighted(others) },
            "basis": random.sometimes(60, |it| it.weighted(&[("STATED", 85), ("IMPLIED", 15)])),
            "organization": organizations::slug(world, number),
            "since": random.sometimes(40, |random| begun.as_known(random)),
            "until": random.sometimes(5, |random| begun.years_later(2).as_known(random)),
            "sources": [world.article(random)],
        })
    };
    Value::Array(numbers.into_iter().enumerate().map(partner).collect())
}
