//! Some 3,000 invented words in three scripts, and the everyday ones between them.

use std::collections::HashSet;

use crate::random::Random;

/// Invented words, by what they name.
pub struct Words {
    pub brands: Vec<String>,
    pub towns: Vec<String>,
    pub given: Vec<String>,
    pub surnames: Vec<String>,
}

/// What titles and texts of this field are made of, the commonest first.
pub const COMMON: &[&str] = &[
    "ICT",
    "digital",
    "innovation",
    "business",
    "technology",
    "cooperation",
    "companies",
    "regional",
    "data",
    "smart",
    "development",
    "European",
    "software",
    "industry",
    "international",
    "research",
    "green",
    "energy",
    "skills",
    "start-up",
    "security",
    "health",
    "education",
    "investment",
    "export",
    "mobility",
    "agriculture",
    "automotive",
    "e-government",
    "tourism",
    "robotics",
    "cloud",
    "intelligence",
    "artificial",
    "media",
    "creative",
    "logistics",
    "space",
    "women",
    "youth",
    "rural",
    "circular",
    "maritime",
    "food",
    "textile",
    "furniture",
    "film",
    "games",
    "fintech",
    "blockchain",
    "quantum",
    "hydrogen",
    "wood",
    "water",
    "defence",
    "aerospace",
    "photonics",
    "bioeconomy",
    "standards",
    "procurement",
];

/// What stands between them.
const SMALL: &[&str] = &["of", "and", "in", "the", "for", "with", "on", "from", "between", "at", "by", "about"];

const BEGINNINGS: &[&str] = &[
    "b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "č", "š", "ž", "dr", "gr", "kr", "st", "tr", "vl",
    "br", "mil", "bor", "rad", "vas", "ser", "mar", "dan", "h", "j", "f", "ș", "đ", "c",
];
const VOWELS: &[&str] =
    &["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "a", "e", "i", "o", "ia", "eo", "ă", "ö", "ü", "ë"];
const MIDDLES: &[&str] = &[
    "n", "r", "l", "v", "d", "t", "m", "s", "k", "b", "g", "p", "nt", "rd", "st", "lj", "nj", "ž", "č", "š", "ț", "ğ",
];
const OF_BRANDS: &[&str] = &["on", "is", "a", "ex", "um", "ia", "or", "en", "ara", "ix", "o", "era", "al", "us", "iko"];
const OF_TOWNS: &[&str] = &["grad", "ovo", "ești", "burg", "opoli", "hisar", "ac", "ița", "evac", "ane", "ova", "in"];
const OF_GIVEN: &[&str] = &["a", "o", "an", "ena", "ica", "is", "ija", "u", "en", "il"];
const OF_SURNAMES: &[&str] = &[
    "ić", "ović", "ov", "ova", "escu", "oğlu", "aj", "idis", "enko", "yan", "shvili", "ev", "eanu", "ski", "opoulos",
    "ec", "ak", "ku",
];

/// Latin letters and how they are written in the two other scripts; the longer first.
const SCRIPTS: &[(&str, &str, &str)] = &[
    ("shv", "шв", "σβ"),
    ("lj", "љ", "λι"),
    ("nj", "њ", "νι"),
    ("ou", "у", "ου"),
    ("ia", "ия", "ια"),
    ("a", "а", "α"),
    ("ă", "а", "α"),
    ("b", "б", "μπ"),
    ("c", "ц", "τσ"),
    ("č", "ч", "τσ"),
    ("ć", "ћ", "τσ"),
    ("d", "д", "ντ"),
    ("đ", "ђ", "τζ"),
    ("e", "е", "ε"),
    ("ë", "е", "ε"),
    ("f", "ф", "φ"),
    ("g", "г", "γκ"),
    ("ğ", "г", "γ"),
    ("h", "х", "χ"),
    ("i", "и", "ι"),
    ("j", "ј", "γι"),
    ("k", "к", "κ"),
    ("l", "л", "λ"),
    ("m", "м", "μ"),
    ("n", "н", "ν"),
    ("o", "о", "ο"),
    ("ö", "о", "ο"),
    ("p", "п", "π"),
    ("r", "р", "ρ"),
    ("s", "с", "σ"),
    ("š", "ш", "σ"),
    ("ș", "ш", "σ"),
    ("t", "т", "τ"),
    ("ț", "ц", "τσ"),
    ("u", "у", "ου"),
    ("ü", "у", "ου"),
    ("v", "в", "β"),
    ("x", "кс", "ξ"),
    ("y", "й", "γ"),
    ("z", "з", "ζ"),
    ("ž", "ж", "ζ"),
];

impl Words {
    pub fn invent() -> Self {
        let mut known = HashSet::new();
        let mut list = |noun, count, endings| -> Vec<String> {
            let mut random = Random::of(noun, count);
            let mut words = Vec::with_capacity(count);
            while words.len() < count {
                let word = invented(&mut random, endings);
                if known.insert(word.clone()) {
                    words.push(word);
                }
            }
            words
        };
        let mut words = Self {
            brands: list("brand", 1_300, OF_BRANDS),
            towns: list("town", 300, OF_TOWNS),
            given: list("given name", 300, OF_GIVEN),
            surnames: list("surname", 1_100, OF_SURNAMES),
        };
        // Some are never written in Latin.
        for (number, word) in words.brands.iter_mut().enumerate() {
            match number % 16 {
                5 | 11 => *word = cyrillic(word),
                14 => *word = greek(word),
                _ => {}
            }
        }
        words
    }

    pub fn brand(&self, random: &mut Random) -> &str {
        &self.brands[random.skewed(self.brands.len())]
    }

    /// A sentence of so many words; now and then it speaks of a brand, and of somewhere.
    pub fn sentence(&self, random: &mut Random, count: usize, place: &str) -> String {
        let mut sentence = capital(common(random));
        for place_in_it in 1..count {
            sentence.push(' ');
            sentence += match random.below(100) {
                0..30 => random.pick(SMALL),
                30..42 => self.brand(random),
                42..46 if place_in_it + 1 < count => place,
                _ => common(random),
            };
        }
        sentence + "."
    }
}

pub fn common(random: &mut Random) -> &'static str {
    COMMON[random.skewed(COMMON.len())]
}

fn invented(random: &mut Random, endings: &[&str]) -> String {
    let mut word = random.pick(BEGINNINGS).to_owned();
    word += random.pick(VOWELS);
    word += random.pick(MIDDLES);
    if random.percent(35) {
        word += random.pick(VOWELS);
        word += random.pick(MIDDLES);
    }
    capital(&(word + random.pick(endings)))
}

pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub fn cyrillic(text: &str) -> String {
    written(text, |(_, cyrillic, _)| cyrillic)
}

pub fn greek(text: &str) -> String {
    written(text, |(_, _, greek)| greek)
}

/// The words of a text in another script; a letter that is not in the table stays.
fn written(text: &str, script: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> String {
    let word = |word: &str| {
        let small = word.to_lowercase();
        let mut rest = small.as_str();
        let mut written = String::new();
        while let Some(first) = rest.chars().next() {
            let letters = SCRIPTS.iter().find(|(latin, _, _)| rest.starts_with(latin));
            match letters {
                Some(letters) => written += script(letters),
                None => written.push(first),
            }
            rest = &rest[letters.map_or(first.len_utf8(), |(latin, _, _)| latin.len())..];
        }
        capital(&written)
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
