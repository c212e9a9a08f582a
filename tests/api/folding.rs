//! Spellings that are one name, names that stay two, and what folding promises for any text.

use std::fs;
use std::path::Path;

use cluster_directory::fold::{LONGEST, deletions, fold, words};

/// Spellings of one name each.
const SAME: &[&[&str]] = &[
    // Serbian, Bosnian, Montenegrin
    &["Šolaja", "Solaja", "Шолаја", "Sholaja", "SOLAJA", "s\u{30c}olaja"],
    &["Niš", "Nis", "Nish", "Ниш", "NIŠ"],
    &["Đukić", "Djukic", "Dukic", "Ђукић", "Đukic", "Ðukić", "Ɖukić"],
    &["Čačak", "Cacak", "Chachak", "Чачак"],
    &["Milan Šolaja", "Милан Шолаја", "milan solaja"],
    &["Srđan Atanasijević", "Srdjan Atanasijevic", "Срђан Атанасијевић"],
    &["Milojković", "Milojkovic", "Милојковић"],
    &["Kragujevac", "Крагујевац"],
    &["Beograd", "Београд"],
    &["Novi Sad", "Нови Сад"],
    &["Vojvođanski IKT klaster", "Vojvodjanski IKT klaster", "Војвођански ИКТ кластер"],
    &["Morača", "Moraca", "Moracha", "Морача"],
    &["Pavićević", "Pavicevic", "Павићевић"],
    &["Gardašević", "Gardasevic", "Гардашевић", "Gardashevich"],
    &["Nikšić", "Niksic", "Никшић"],
    &["Trebević", "Trebevic", "Требевић"],
    &["Šumadija", "Sumadija", "Шумадија"],
    &["Ljubljana", "Љубљана", "Liubliana"],
    &["Njegoš", "Njegos", "Његош"],
    &["Hodžić", "Hodzic", "Хоџић", "Hodzhic"],
    &["Тузла", "Tuzla"],
    &["Žabljak", "Zabljak", "Жабљак", "Zhabljak"],
    &["Crna Gora", "Црна Гора"],
    &["Aleksandar", "Александар", "Alexandar"],
    &["Tehnopolis", "Техно\u{ad}полис"],
    // Bulgarian
    &["Пловдив", "Plovdiv", "PLOVDIV"],
    &["София", "Sofia", "Sofija", "Sofiya", "Софија"],
    &["Петър Статев", "Petar Statev", "Petǎr Statev"],
    &["България", "Bulgaria", "Balgariya", "Bulgariya", "Balgaria"],
    &["Български Клъстер", "Bulgarski Klaster", "Balgarski klaster"],
    &["Ивайло Старибратов", "Ivaylo Staribratov", "Ivailo Staribratov", "Ivajlo Staribratov"],
    &["Любомир", "Lyubomir", "Ljubomir", "Liubomir", "Љубомир"],
    &["Венцислав Стоев", "Ventsislav Stoev", "Vencislav Stoev"],
    &["Цветан", "Tsvetan", "Cvetan"],
    &["Росен Плевнелиев", "Rosen Plevneliev", "Rossen Plevneliev"],
    &["Галина Момчева", "Galina Momcheva", "Galina Momceva"],
    &["Стоян Атипов", "Stoyan Atipov", "Stojan Atipov", "Stoian Atipov"],
    &["Владимир Пулков", "Vladimir Pulkov", "Vladimir Poulkov"],
    &["Анета Пешева", "Aneta Pesheva", "Aneta Peševa", "Aneta Peseva"],
    &["Христо", "Hristo", "Khristo", "Christo"],
    &["Русе", "Ruse", "Rousse"],
    &["Бургас", "Burgas", "Bourgas"],
    &["Търново", "Tarnovo", "Tărnovo"],
    &["Кьосев", "Kyosev", "Kiosev"],
    &["Щерев", "Shterev", "Sterev", "Šterev"],
    &["Димитър Николов", "Dimitar Nikolov"],
    &["Фондация ИКТ Клъстер", "Fondatsiya IKT Klaster", "Fondacija IKT Klaster"],
    &["Живков", "Zhivkov", "Živkov", "Zivkov"],
    &["Икономическо сътрудничество", "Ikonomichesko satrudnichestvo"],
    // Macedonian
    &["Скопје", "Skopje", "Скопие"],
    &["Охрид", "Ohrid", "Okhrid"],
    &["Ѓорѓи", "Gjorgji", "Gorgi"],
    &["Петровиќ", "Petrovikj", "Петровић", "Petrović", "Petrovic"],
    &["Ќамил", "Kjamil", "Qamil"],
    &["Елена Столеска", "Elena Stoleska"],
    &["Стево Пендаровски", "Stevo Pendarovski"],
    // Ukrainian
    &["Київ", "Kyiv", "Kyjiv"],
    &["Одеса", "Odesa", "Odessa", "Одесса"],
    &["Чернігів", "Chernihiv", "Černihiv"],
    &["Запоріжжя", "Zaporizhzhia", "Zaporizhzhya", "Zaporižžja"],
    &["Зеленський", "Zelenskyi", "Zelensky", "Zelenskyy", "Zelenski"],
    &["Україна", "Ukraina", "Ukrayina", "Ukrajina", "Украина"],
    &["Щербак", "Shcherbak", "Shterbak"],
    &["Євген", "Yevhen", "Jevhen", "Ievhen"],
    &["Луцьк", "Lutsk"],
    &["Кам'янець", "Кам’янець", "Камʼянець", "Kamianets", "Kam'yanets"],
    &["Харків", "Kharkiv", "Harkiv"],
    // Greek and Cypriot
    &["Θεσσαλονίκη", "Thessaloniki", "Tesaloniki", "ΘΕΣΣΑΛΟΝΙΚΗ"],
    &["Ελλάδα", "Ellada", "ΕΛΛΑΔΑ"],
    &["Αθήνα", "Athina", "Atina"],
    &["Τάσος Τζήκας", "Tasos Tzikas", "ΤΑΣΟΣ ΤΖΗΚΑΣ"],
    &["ΣΕΠΒΕ", "Σεπβε", "SEPVE"],
    &["Παπασπηλίου", "Papaspiliou", "Papaspiliu"],
    &["Παπαδόπουλος", "Papadopoulos", "Papadopulos"],
    &["Χρήστος", "Christos", "Hristos", "Khristos"],
    &["Μπακογιάννης", "Mpakogiannis", "Bakogiannis"],
    &["Ντίνος", "Ntinos", "Dinos"],
    &["Γκίκας", "Gkikas", "Gikas"],
    &["Άγγελος", "Angelos"],
    &["Λευκωσία", "Lefkosia", "Lefkosía"],
    &["Παύλος", "Pavlos"],
    &["Ευάγγελος", "Evangelos"],
    &["Ταΰγετος", "Taygetos", "Taigetos"],
    &["Τσίπρας", "Tsipras", "Cipras", "Ципрас"],
    &["Αλέξανδρος", "Alexandros", "Aleksandros"],
    // Turkish
    &["İstanbul", "Istanbul", "ıstanbul", "ISTANBUL", "İSTANBUL", "istanbul", "I\u{307}stanbul"],
    &["Şahin", "Sahin", "Shahin", "ŞAHİN", "Шахин"],
    &["Tekirdağ", "Tekirdag", "TEKİRDAĞ"],
    &["Eskişehir", "Eskisehir", "Eskishehir"],
    &["Çanakkale", "Canakkale", "Chanakkale"],
    &["Erdoğan", "Erdogan", "Ердоган"],
    &["Işık", "Isik", "ışık"],
    // Romanian
    &["Coșniță", "Cosnita", "Coşniţă", "COȘNIȚĂ"],
    &["Траян Кебелеу", "Trajan Kebeleu", "Traian Kebeleu"],
    &["Brașov", "Brasov", "Braşov", "Брашов"],
    &["Timișoara", "Timisoara", "Тимишоара"],
    &["Gheorghe", "George"],
    &["București", "Bucuresti"],
    // Albanian
    &["Çavolli", "Cavolli", "Cavoli", "Чаволи"],
    &["Prishtinë", "Prishtine", "Priştine", "Приштине"],
    &["Prishtina", "Priština", "Pristina", "Приштина"],
    &["Prevallë", "Prevalle", "Prevale"],
    &["Shkumbin Brestovci", "Шкумбин Брестовци"],
    &["Xhemal", "Dzhemal", "Džemal", "Џемал"],
    &["Dhimitër", "Dimiter"],
    &["Gjakova", "Gakova"],
    // Neighbours
    &["თბილისი", "Tbilisi"],
    &["საქართველო", "Sakartvelo"],
    &["Երևան", "Yerevan", "ԵՐԵՎԱՆ"],
    &["Əliyev", "Aliyev", "Алијев", "Алиев"],
    &["Łukasz Górecki", "Lukasz Gorecki"],
    &["Oliver Grün", "Oliver Grun"],
    &["Straße", "Strasse"],
    &["Smørrebrød", "Smorrebrod"],
    &["Æther", "Aether"],
    &["Krūmiņš", "Krumins"],
    // Signs within and between words
    &["R&D", "RD", "r&d"],
    &["IT&C", "ITC"],
    &["SA&AM", "SAAM"],
    &["G.A.C. Group", "GAC Group"],
    &["ICT-NET", "ICT NET", "ict–net", "ict_net", "\u{202b}ICT\u{202c} net"],
    &["Clusters’ Network", "clusters network"],
    &["i-Diaspora", "I diaspora"],
    &["ＩＣＴ", "ICT"],
    &["Industry 4.0", "industry 4 0"],
];

/// Names that stay two.
const OTHER: &[(&str, &str)] = &[
    ("Θεσσαλονίκη", "Salonica"),
    ("Petar", "Peter"),
    ("Київ", "Kiev"),
    ("Grün", "Gruen"),
    ("founding", "funding"),
    ("house", "Huse"),
    ("EC", "ECC"),
    ("VI", "VII"),
    ("VII", "VIII"),
    ("BBBA", "BA"),
    ("2011", "201"),
    ("B2B", "B2"),
    ("R&D", "R D"),
    ("4i", "4"),
    ("3B", "B3"),
    ("events", "evenc"),
    ("clients", "client"),
    ("cluster", "klaster"),
    ("ICT", "IKT"),
    ("Sofia", "Sofa"),
    ("Nis", "Nes"),
    ("Kola", "Cola"),
    ("Varna", "Vrana"),
    ("Milan", "Milano"),
    ("Mila", "Mida"),
    ("Đukić", "Gukić"),
    ("Dimitar", "Dmitar"),
    ("outsourcing", "oucourcing"),
    ("matchmaking", "macmaking"),
    ("TSM", "CM"),
    ("Research&Development", "ResearchDevelopment"),
    ("ict net", "ictnet"),
];

#[test]
fn the_usual_spellings_of_a_name_fold_to_the_same() {
    let mut failures = Vec::new();
    for spellings in SAME {
        for spelling in spellings.iter().filter(|spelling| fold(spelling) != fold(spellings[0])) {
            failures.push(format!("{}: {}, {spelling}: {}", spellings[0], fold(spellings[0]), fold(spelling)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn other_names_stay_apart() {
    for (one, other) in OTHER {
        assert_ne!(fold(one), fold(other), "{one}, {other}");
    }
}

#[test]
fn words_keep_how_they_were_written() {
    let pairs = |text| words(text).into_iter().map(|word| (word.folded, word.original)).collect::<Vec<_>>();
    let expected = [("ict", "ICT"), ("net", "NET"), ("rd", "R&D"), ("3b", "3B"), ("4i", "4i"), ("nis", "Niš’s")];
    let expected = expected.map(|(folded, original)| (folded.to_owned(), original.to_owned()));
    assert_eq!(pairs("ICT-NET, R&D «3B» (4i) – ‘Niš’s’!"), expected);
    assert_eq!(pairs("Balkan & Black")[1].1, "Black");
    assert_eq!(pairs("n'is\u{30c}\u{200d}.")[0], ("nis".to_owned(), "n'is\u{30c}".to_owned()));
    assert_eq!(pairs(" \u{301}\u{301} ь ☺\u{fe0f} \u{0}\u{7} '&.' "), []);
}

#[test]
fn folding_what_is_folded_changes_nothing() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/bbs");
    let mut count = 0;
    for entry in fs::read_dir(dir).expect("the bundled data") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        assert_stable(&text);
        if path.extension().is_some_and(|extension| extension == "json") {
            texts(&serde_json::from_str(&text).expect("JSON"), &mut |text| {
                assert_stable(text);
                count += 1;
            });
        }
    }
    assert!(count > 5000, "{count} texts");
    SAME.iter().flat_map(|spellings| spellings.iter()).for_each(|text| assert_stable(text));
}

#[test]
fn folding_is_stable_for_every_character() {
    let frames = [("", ""), ("a", "b"), ("t", "o"), ("c", "h"), ("ο", "υ"), ("г", "і"), ("mp", "a"), ("0", "\u{301}")];
    for c in '\0'..='\u{2fff}' {
        let text: String = frames.iter().map(|(before, after)| format!("{before}{c}{after} {c}{c}{c}\n")).collect();
        assert_stable(&text);
    }
    let rest: Vec<char> = ('\u{3000}'..=char::MAX).filter(|c| c.is_alphanumeric()).collect();
    for some in rest.chunks(1000) {
        assert_stable(&some.iter().map(|c| format!("{c} ")).collect::<String>());
    }
}

#[test]
fn folding_is_stable_for_all_neighbours_it_knows() {
    let letters: Vec<char> = "abcdghijkmnoprstuvxyz".chars().collect();
    let base = letters.len();
    for number in 0..base.pow(3) {
        let word: String = (0..3u32).map(|place| letters[number / base.pow(place) % base]).collect();
        assert_stable(&format!("{word} a{word} {word}a b{word}h"));
    }
}

#[test]
fn a_megabyte_of_anything_folds() {
    let parts =
        ["a", "ž ", "\u{301}", "שלום ", "م", "😀", "\u{0}", "ts", "ου", "&", ".", "'", "x", "हि", "k\u{307}", "ﷺ"];
    for part in parts {
        let text = format!("a{}", part.repeat(1_000_000 / part.len()));
        let words = words(&text);
        assert!(words.iter().all(|word| word.folded.chars().count() <= LONGEST));
    }
}

#[test]
fn a_long_word_is_cut() {
    let long = "abcde".repeat(20);
    assert_eq!(fold(&long), long[..LONGEST]);
    assert_eq!(fold(&"Ж".repeat(99)), "z".repeat(LONGEST));
}

#[test]
fn deletions_leave_out_one_letter_each() {
    assert_eq!(deletions("nis"), ["is", "ni", "nis", "ns"]);
    assert_eq!(deletions("aab"), ["aa", "aab", "ab"]);
    assert_eq!(deletions("a"), ["a"]);
    assert!(deletions("").is_empty());
    assert_eq!(deletions("הו"), ["ה", "הו", "ו"]);
    for (word, typo) in [("plovdiv", "plovdv"), ("statev", "sttaev"), ("solaja", "sol2aja"), ("tirana", "tirena")] {
        let other = deletions(&fold(typo));
        assert!(deletions(&fold(word)).iter().any(|left| other.contains(left)), "{word}, {typo}");
    }
}

fn assert_stable(text: &str) {
    let once = fold(text);
    assert_eq!(fold(&once), once, "{text:?}");
}

fn texts(value: &serde_json::Value, each: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => each(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, each)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| texts(value, each)),
        _ => {}
    }
}
