//! Events with who took part in them, their series and their topics.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::dates::Day;
use crate::random::Random;
use crate::size::Size;
use crate::words::{COMMON, capital, common, cyrillic};
use crate::world::World;
use crate::{funding, organizations, places};

/// Each kind with the word that titles have for it.
const KINDS: &[(&str, &str, usize)] = &[
    ("CONFERENCE", "Conference", 17),
    ("CONFERENCE", "Forum", 12),
    ("CONFERENCE", "Summit", 5),
    ("WORKSHOP", "Workshop", 12),
    ("MEETING", "Meeting", 9),
    ("NETWORK_MEETING", "Network Meeting", 5),
    ("PROJECT_MEETING", "Project Meeting", 6),
    ("MATCHMAKING", "Matchmaking", 6),
    ("FAIR", "Fair", 5),
    ("WEBINAR", "Webinar", 5),
    ("SEMINAR", "Seminar", 4),
    ("PRESENTATION", "Presentation", 4),
    ("FESTIVAL", "Days", 3),
    ("COMPETITION", "Hackathon", 2),
    ("VISIT", "Visit", 2),
    ("ASSEMBLY", "Assembly", 1),
    ("SIGNING", "Signing", 1),
    ("LAUNCH", "Launch", 1),
];

const ROLES: &[(&str, usize)] = &[
    ("ATTENDEE", 42),
    ("SPEAKER", 21),
    ("PANELIST", 9),
    ("EXHIBITOR", 8),
    ("GUEST", 4),
    ("SPONSOR", 3),
    ("MODERATOR", 3),
    ("PARTNER", 3),
    ("ANNOUNCED_SPEAKER", 2),
    ("SPECIAL_GUEST", 2),
    ("FACILITATOR", 1),
    ("CHAIR", 1),
    ("SIGNATORY", 1),
];

const STATUSES: &[(&str, usize)] =
    &[("HELD", 84), ("ANNOUNCED", 7), ("SCHEDULED", 4), ("CANCELLED", 3), ("POSTPONED", 2)];

pub fn slug(number: usize) -> String {
    format!("event-{}", number + 1)
}

/// What its other names and the articles are made from.
struct Sketch {
    kind: &'static str,
    city: usize,
    day: Day,
    title: String,
}

fn sketch(world: &World, number: usize) -> Sketch {
    let mut random = Random::of("title of event", number);
    let (kind, noun, _) = KINDS[drawn_kind(&mut random)];
    let city = places::draw(world, &mut random);
    let town = &world.cities[city].name;
    // More of the last years than of the first ones.
    let day = Day::within(&mut random, 2004, 2027).max(Day::within(&mut random, 2004, 2027));
    let brand = world.words.brand(&mut random);
    let (one, other) = (capital(common(&mut random)), capital(common(&mut random)));
    let title = match random.below(6) {
        0 => format!("{brand} {one} {noun} {}", day.year),
        1 => format!("{one} and {other} {noun} {town}"),
        2 => format!("{noun} on {one} in {town}"),
        3 => format!("{one} {noun} of {brand}"),
        4 => format!("{brand} {noun} {} {}", one, random.between(1, 25)),
        _ => format!("{town} {noun} on {one} {other} {}", day.year),
    };
    Sketch { kind, city, day, title }
}

fn drawn_kind(random: &mut Random) -> usize {
    let mut left = random.below(KINDS.iter().map(|(_, _, weight)| weight).sum());
    for (index, (_, _, weight)) in KINDS.iter().enumerate() {
        if left < *weight {
            return index;
        }
        left -= weight;
    }
    0
}

/// Its title, which articles print too.
pub fn title(world: &World, number: usize) -> String {
    sketch(world, number).title
}

pub fn record(world: &World, number: usize) -> Value {
    let mut random = Random::of("event", number);
    let Sketch { kind, city, day, title } = sketch(world, number);
    let place = &world.cities[city];
    let length = random.between(5, 14);
    let to_the_day = random.percent(80);
    let several_days = random.percent(42);
    let end = if several_days { day.later(random.between(1, 3)) } else { day };
    let venue = random.percent(17).then(|| places::slug(world.cities.len() + random.below(world.size.venues)));
    let timed = to_the_day && random.percent(15);
    let series = random.sometimes(36, |random| random.skewed(world.size.series));
    json!({
        "slug": slug(number), "title": title, "titleInOwnWords": random.percent(25), "kind": kind,
        "status": if day.year > 2026 { "SCHEDULED" } else { random.weighted(STATUSES) },
        "edition": series.map(|_| random.between(1, 25)), "series": series.map(series_slug),
        "start": if to_the_day { json!(day.text()) } else { random.sometimes(97, |random| day.as_known(random)).into() },
        "end": to_the_day.then(|| end.text()),
        "startsAt": timed.then(|| day.at(random.between(7, 18))), "endsAt": timed.then(|| end.at(random.between(18, 21))),
        "timeZone": timed.then(|| random.pick(&["Europe/Belgrade", "Europe/Sofia", "Europe/Athens", "Europe/Bucharest"])),
        "allDay": random.sometimes(10, |random| random.percent(50)), "online": random.sometimes(12, |random| random.percent(40)),
        "website": random.sometimes(20, |_| format!("https://event{}.example.org", number + 1)),
        "description": random.sometimes(90, |random| world.words.sentence(random, length, &place.name)),
        "decisions": random.sometimes(4, |random| [world.words.sentence(random, 8, &place.name)]),
        "goals": random.sometimes(5, |random| [world.words.sentence(random, 7, &place.name)]),
        "parent": random.sometimes(10, |random| slug(random.skewed(number.max(1)))).filter(|it| *it != slug(number)),
        "probablySameAs": random.sometimes(1, |random| slug(random.below(world.size.events))).filter(|it| *it != slug(number)),
        "city": random.sometimes(78, |_| places::slug(city)), "venue": venue,
        "country": random.sometimes(90, |_| place.country.clone()),
        "names": random.sometimes(3, |_| json!([{ "text": cyrillic(&title), "kind": "LOCAL", "language": "sr" }])),
        "topics": random.sometimes(60, |random| world.topics(random)),
        "networks": random.sometimes(8, |random| [organizations::slug(world, random.skewed(world.size.networks))]),
        "projects": random.sometimes(8, |random| [funding::project_slug(random.skewed(world.size.projects))]),
        "partnerships": random.sometimes(4, |random| [funding::partnership_slug(random.skewed(world.size.partnerships))]),
        "announcedIn": random.sometimes(20, |random| [world.article(random)]),
        "figures": random.sometimes(20, |random| figures(world, random, day)),
        "claims": random.sometimes(6, |random| disagreement(world, random, day)),
        "participations": participations(world, &mut random, world.participants[number]),
        "sources": world.sources(&mut random),
        "note": random.sometimes(12, |random| world.words.sentence(random, 10, &place.name)),
    })
}

fn figures(world: &World, random: &mut Random, day: Day) -> Value {
    let label = random.pick(&["participants", "countries", "exhibitors", "companies"]);
    json!([{ "label": label, "value": random.between(5, 3_000), "qualifier": random.sometimes(40, |it| it.pick(&["over", "about"])),
        "asOf": day.text(), "sources": [world.article(random)] }])
}

/// Two articles give two days.
fn disagreement(world: &World, random: &mut Random, day: Day) -> Value {
    let other = day.later(random.between(1, 6));
    json!([
        { "attribute": "start", "value": day.text(), "article": world.article(random), "preferred": true },
        { "attribute": "start", "value": other.text(), "article": world.article(random), "preferred": false },
    ])
}

/// How many take part in each event: in most a handful, in a few thousands, and in all exactly so many.
pub fn participants(size: &Size) -> Vec<usize> {
    let most = size.participations / 375;
    let draw = |number: usize| {
        let mut random = Random::of("participants", number);
        if random.percent(16) { 0 } else { random.tail(most) }
    };
    let mut counts: Vec<usize> = (0..size.events).map(draw).collect();
    let mut sum: usize = counts.iter().sum();
    // What is missing or too much is spread over all of them.
    for number in (0..size.events).cycle() {
        let count = &mut counts[number];
        match sum.cmp(&size.participations) {
            Ordering::Less if *count > 0 => (*count, sum) = (*count + 1, sum + 1),
            Ordering::Greater if *count > 3 => (*count, sum) = (*count - 1, sum - 1),
            Ordering::Equal => break,
            _ => {}
        }
    }
    counts
}

fn participations(world: &World, random: &mut Random, count: usize) -> Value {
    let organizers = 1 + random.below(2);
    let participation = |number: usize| {
        let role = match number {
            0 => "HOST",
            _ if number <= organizers => "ORGANIZER",
            _ => random.weighted(ROLES),
        };
        // Whoever organizes is an organization; some who take part are a group that nobody names.
        let (organization, person, group) = match random.below(100) {
            _ if number <= organizers => (true, false, false),
            0..38 => (true, true, false),
            38..70 => (true, false, false),
            70..94 => (false, true, false),
            _ => (false, false, true),
        };
        let organization = organization.then(|| organizations::slug(world, world.organization(random)));
        json!({
            "role": role, "organization": organization, "person": person.then(|| world.person(random)),
            "roleDetail": random.sometimes(12, |random| format!("{} {}", common(random), role.to_lowercase())),
            "group": group.then(|| format!("{} representatives", common(random))),
            "count": if group { random.sometimes(30, |random| random.between(2, 60)) } else { None },
            "country": group.then(|| world.cities[places::draw(world, random)].country.clone()),
            "sources": random.sometimes(10, |random| [world.article(random)]),
        })
    };
    Value::Array((0..count).map(participation).collect())
}

pub fn series_slug(number: usize) -> String {
    format!("series-{}", number + 1)
}

pub fn series(world: &World, number: usize) -> Value {
    let mut random = Random::of("series", number);
    let noun = KINDS[drawn_kind(&mut random)].1;
    let name = format!("{} {} {noun}", world.words.brand(&mut random), capital(common(&mut random)));
    json!({
        "slug": series_slug(number), "name": name,
        "description": random.sometimes(70, |random| world.words.sentence(random, 8, "region")),
        "organizer": random.sometimes(50, |random| organizations::slug(world, world.organization(random))),
    })
}

pub fn topic_slug(number: usize) -> String {
    format!("topic-{}", number + 1)
}

pub fn topic(world: &World, number: usize) -> Value {
    let mut random = Random::of("topic", number);
    let first = capital(COMMON[number % COMMON.len()]);
    let name = if number < COMMON.len() { first } else { format!("{first} {}", common(&mut random)) };
    json!({
        "slug": topic_slug(number), "name": name, "broader": (number >= 20).then(|| topic_slug(number % 20)),
        "sources": [world.article(&mut random)],
    })
}
