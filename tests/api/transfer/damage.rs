//! Calendars that were damaged on the way.

use std::fs;

use chrono::NaiveDate;
use cluster_directory::change::Content;
use cluster_directory::directory;
use cluster_directory::transfer::calendar::{self, Setting};
use cluster_directory::transfer::incoming::Spot;
use cluster_directory::transfer::report::Report;

use super::beside;
use crate::support::random::Random;

#[test]
fn a_damaged_calendar_is_read_to_its_end() {
    let constants = Content::new();
    let day = NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day");
    let setting = Setting {
        catalog: directory::catalog(),
        time_zone: Some("Europe/Belgrade"),
        constants: &constants,
        horizon: day.and_hms_opt(0, 0, 0).expect("a time"),
        is_city: &|name| name.len() % 2 == 0,
    };
    let files = fs::read_dir(beside("calendars")).expect("the calendars").map(|file| file.expect("a file").path());
    let texts: Vec<String> =
        files.map(|path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned()).collect();
    let splices = [
        "BEGIN:VEVENT\n",
        "END:VEVENT\n",
        ":",
        ";",
        "\"",
        "\\",
        "\n ",
        "\r",
        "9",
        "-",
        "T",
        "Z",
        "é",
        "\0",
        ",",
        "RRULE:FREQ=DAILY\n",
    ];
    let mut taken = 0;
    for round in 0..2_000 {
        let mut random = Random::new(8, round);
        let mut text: Vec<char> = random.pick(&texts).chars().collect();
        for _ in 0..=random.below(8) {
            let at = random.below(text.len());
            if random.chance(50) {
                let end = (at + 1 + random.below(30)).min(text.len());
                text.drain(at..end);
            } else {
                text.splice(at..at, random.pick(&splices).chars());
            }
        }
        let (text, mut report) = (String::from_iter(text), Report::default());
        let file = Spot { file: "damaged.ics".into(), line: 0 };
        taken += calendar::read(&setting, &file, "", &text, &mut report).len();
    }
    assert!(taken > 5_000, "most events are still understood: {taken}");
}
