//! Tables for spreadsheets: out, and in again.

use std::fs;

use super::{Directory, text};

#[tokio::test]
async fn a_table_goes_out_with_harmless_cells_and_comes_back_as_it_was() {
    let directory = Directory::of_countries().await;
    let mapping = directory.file("map.toml", "resource = \"Place\"\nkey = [\"Ort\"]\nencoding = \"windows-1250\"\n[constants]\nkind = \"CITY\"\n[parts]\nname = \"Ort\"\ncountry = \"Land\"\nnote = \"Notiz\"\nlongitude = \"Länge\"\n");
    // Semicolons, commas in numbers and an encoding of its own, as spreadsheets write them
    let (table, ..) = encoding_rs::WINDOWS_1250
        .encode("Ort;Land;Notiz;Länge\r\nNiš;Srbija;=1+1;21,9\r\nČačak;RS;-;20,35\r\n;;;\r\nzu;viele;Zellen;1;2\r\n");
    let file = directory.file("orte.csv", &table);
    let imported = directory.import(&file, &["--mapping", text(&mapping)]);
    assert_eq!(imported.count("created"), 2, "{}", imported.said);
    assert_eq!(
        imported.reasons("refused"),
        [
            "4: it has none of the columns that say which record it is about: Ort",
            "5: it has 5 cells, and there are 4 columns"
        ]
    );

    let out = directory.path("places.csv");
    directory.run(&["export", text(&out)]);
    let written = fs::read_to_string(&out).expect("the table");
    assert_eq!(
        written,
        "slug,name,kind,latitude,longitude,note,country,city\n\
         nis,Niš,CITY,,21.9,'=1+1,rs,\n\
         cacak,Čačak,CITY,,20.35,'-,rs,\n"
    );
    assert!(directory.import(&out, &[]).is_empty(), "it says what is there already");
    let changed = written.replace("20.35", "20.36");
    fs::write(&out, changed).expect("the table");
    let changed = directory.import(&out, &[]);
    assert_eq!((changed.count("changed"), changed.count("same")), (1, 1), "{}", changed.said);
}

#[tokio::test]
async fn a_wrong_request_is_refused_in_one_sentence() {
    let directory = Directory::empty().await;
    let map = directory.file("map.toml", "resource = \"Event\"\nkey = [\"a\"]\n[parts]\ncolour = \"b\"\n");
    let list = directory.file("list.csv", "a,b\n");
    let nothing = directory.path("nothing");
    for (arguments, reason) in [
        (vec!["import", text(&nothing)], format!("`{}` is not there, or cannot be read", text(&nothing))),
        (
            vec!["import", text(&list)],
            format!("`{}` needs a --mapping, or the name of a resource such as events.csv", text(&list)),
        ),
        (
            vec!["import", text(&list), "--mapping", text(&map)],
            format!("--mapping is `{}`, and `colour` is not written about Event", text(&map)),
        ),
        (
            vec!["import", text(&map)],
            format!("`{}` is no file that can be imported: its name ends with .csv, .jsonl, .json or .ics", text(&map)),
        ),
    ] {
        assert_eq!(directory.refusal(&arguments), reason);
    }
    let plural = directory.refusal(&["export", "dragons.csv"]);
    assert!(plural.starts_with("--resource is `dragons`; it takes one of countries, places, "), "{plural}");
}
