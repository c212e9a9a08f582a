//! Calendars that other programs wrote.

use serde_json::{Value, json};

use super::{Directory, beside, find};

/// What a table says of when something is.
fn when(event: &Value) -> String {
    let text = |part: &str| event[part].as_str().unwrap_or("-").to_owned();
    format!("{} {} {} {} {}", text("start"), text("end"), text("startsAt"), text("endsAt"), text("timeZone"))
}

#[tokio::test]
async fn an_event_has_its_days_its_place_and_its_standing() {
    let directory = Directory::of_countries().await;
    let file = beside("calendars/plain.ics");
    let first = directory.import(&file, &["--create", "place"]);
    assert_eq!(first.reasons("needed"), ["4: Topic `Conference`", "4: Topic `Open source`"]);
    let events = directory.table("events");
    let forum = find(&events, "title", "Balkan ICT Forum, spring");
    assert_eq!(when(forum), "2026-04-15 2026-04-16 - - -", "the end of a day is the day after it");
    assert_eq!(
        (&forum["kind"], &forum["status"], &forum["allDay"]),
        (&"CONFERENCE".into(), &"SCHEDULED".into(), &true.into())
    );
    assert_eq!(forum["description"], "Two days; one topic.\nThe second line.");
    let places = directory.table("places");
    let (hotel, city) = (find(&places, "kind", "VENUE"), find(&places, "kind", "CITY"));
    assert_eq!(
        (&hotel["name"], &hotel["city"], &city["name"]),
        (&"Hotel Moskva".into(), &city["slug"], &"Belgrade".into())
    );
    assert_eq!((&forum["venue"], &forum["city"], &forum["country"]), (&hotel["slug"], &city["slug"], &"rs".into()));
    let talk = find(&events, "timeZone", "Europe/Belgrade");
    assert_eq!(talk["title"], "An evening talk that is announced with a summary which is too long for one line");
    assert_eq!(when(talk), "2026-07-01 2026-07-01 2026-07-01T16:30:00Z 2026-07-01T18:00:00Z Europe/Belgrade");
    assert_eq!((&talk["online"], &talk["status"]), (&true.into(), &"ANNOUNCED".into()));
    assert_eq!(find(&events, "title", "Cancelled meeting")["status"], "CANCELLED");
    let second = directory.import(&file, &["--create", "place"]);
    assert!(second.is_empty(), "{}", second.said);
}

#[tokio::test]
async fn time_zones_are_known_by_all_their_names() {
    let directory = Directory::empty().await;
    let imported = directory.import(&beside("calendars/zones.ics"), &[]);
    let events = directory.table("events");
    for (title, moment) in [
        ("By IANA name", "2026-07-01T09:00:00Z"),
        ("By a vendor's name", "2026-07-01T09:00:00Z"),
        ("By Windows' name", "2026-07-01T09:00:00Z"),
        ("By the file's rules in summer", "2026-07-01T09:00:00Z"),
        ("By the file's rules in winter", "2026-01-01T10:00:00Z"),
        ("By an offset", "2026-07-01T09:00:00Z"),
    ] {
        assert_eq!(find(&events, "title", title)["startsAt"], moment, "{title}");
    }
    for title in ["Wherever one is", "In a zone that nobody knows"] {
        assert_eq!(
            when(find(&events, "title", title)),
            "2026-07-01 2026-07-01 - - -",
            "the day is sure, the moment is not"
        );
    }
    let reasons = imported.reasons("left").join("\n");
    assert!(reasons.contains("nobody knows the time zone `Middle-earth`"), "{reasons}");
    let known = directory.import(&beside("calendars/zones.ics"), &["--time-zone", "Europe/Sofia"]);
    assert_eq!(known.count("changed"), 1, "the floating one has a time now: {}", known.said);
}

#[tokio::test]
async fn what_recurs_is_a_series_with_its_occurrences() {
    let directory = Directory::empty().await;
    let file = beside("calendars/series.ics");
    let imported = directory.import(&file, &[]);
    let mut series = directory.table("eventSeriesList");
    series.push(json!({ "slug": "none" }));
    let mut events: Vec<_> = directory
        .table("events")
        .iter()
        .map(|event| {
            let series = find(&series, "slug", event["series"].as_str().unwrap_or("none"));
            format!(
                "{}: {} {}",
                series["name"].as_str().unwrap_or("-"),
                when(event),
                event["status"].as_str().unwrap_or("-")
            )
        })
        .collect();
    events.sort();
    let zone = "Europe/Belgrade";
    assert_eq!(
        events,
        [
            "-: 2026-01-01 2026-01-01 2026-01-01T00:00:00Z - - ANNOUNCED".to_owned(),
            "-: 2026-01-01 2026-01-01 2026-01-01T00:00:00Z - - ANNOUNCED".to_owned(),
            format!(
                "Cluster breakfast: 2026-03-16 2026-03-16 2026-03-16T07:00:00Z 2026-03-16T08:00:00Z {zone} ANNOUNCED"
            ),
            format!(
                "Cluster breakfast: 2026-03-31 2026-03-31 2026-03-31T08:00:00Z 2026-03-31T09:00:00Z {zone} ANNOUNCED"
            ),
            format!("Cluster breakfast: 2026-04-06 2026-04-06 2026-04-06T06:00:00Z - {zone} CANCELLED"),
            format!(
                "Cluster breakfast: 2026-04-13 2026-04-13 2026-04-13T06:00:00Z 2026-04-13T07:00:00Z {zone} ANNOUNCED"
            ),
            format!(
                "Cluster breakfast: 2026-05-01 2026-05-01 2026-05-01T06:00:00Z 2026-05-01T07:00:00Z {zone} ANNOUNCED"
            ),
            "Founders' day: 2020-02-29 2020-02-29 - - - ANNOUNCED".to_owned(),
            "Founders' day: 2024-02-29 2024-02-29 - - - ANNOUNCED".to_owned(),
        ],
        "eight o'clock stays eight o'clock through summer time"
    );
    let reasons = imported.reasons("left").join("\n");
    assert!(reasons.contains("its rule FREQ=HOURLY is for more than one occurrence a day"), "{reasons}");
    assert!(reasons.contains("its rule FREQ=SOMETIMES cannot be read"), "{reasons}");
    assert!(directory.import(&file, &[]).is_empty());
}

#[tokio::test]
async fn a_broken_file_gives_what_can_be_understood_and_says_what_not() {
    let directory = Directory::empty().await;
    let file = beside("calendars/broken.ics");
    let imported = directory.import(&file, &["--time-zone", "Europe/Skopje"]);
    assert_eq!(
        imported.reasons("refused"),
        [
            "25: the line is no property",
            "45: VTODO is no event",
            "6: it has no SUMMARY, so nobody could tell what it is",
            "10: it has no DTSTART, so nobody knows when it is",
            "14: its DTSTART is `soon`, which is neither a day nor a time",
            "19: its CLASS is PRIVATE, and the directory is public",
        ]
    );
    let events = directory.table("events");
    let titles: Vec<_> = events.iter().filter_map(|event| event["title"].as_str()).collect();
    assert_eq!(titles, ["The end is missing", "Without UID", "The newer revision", "The file ends within it"]);
    assert_eq!(events[1]["description"], "A text\nthat goes on in the next line");
    assert!(directory.import(&file, &["--time-zone", "Europe/Skopje"]).is_empty());
}

#[tokio::test]
async fn an_event_with_another_uid_at_every_fetch_is_one_event() {
    let directory = Directory::empty().await;
    let calendar = |uid: &str| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Board\nDTSTART:20260601T080000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:twin-{uid}\nSUMMARY:Board\nDTSTART:20260601T080000Z\nEND:VEVENT\n"
        )
    };
    let file = directory.file("board.ics", calendar("one"));
    let first = directory.import(&file, &[]);
    assert_eq!((first.count("created"), first.count("joined")), (1, 1), "{}", first.said);
    directory.file("board.ics", calendar("two"));
    let second = directory.import(&file, &[]);
    assert!(second.is_empty() && second.count("vanished") == 0, "{}", second.said);
    assert_eq!(directory.table("events").len(), 1);
}

#[tokio::test]
async fn a_calendar_of_the_time_before_and_a_folder_of_them_are_read() {
    let directory = Directory::empty().await;
    let imported = directory.import(&beside("calendars"), &["--source", "all calendars"]);
    assert!(imported.count("created") > 20, "{}", imported.said);
    let events = directory.table("events");
    assert_eq!(find(&events, "title", "Sastanak u Nišu")["description"], "Überblick");
    assert!(directory.import(&beside("calendars"), &["--source", "all calendars"]).is_empty());
}
