//! Countries as people write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold::fold;

const COUNTRIES: &str = include_str!("../../data/bbs/countries.json");
/// What people write instead of a country's name in `COUNTRIES`, after its code.
const SPELLINGS: &str = include_str!("../../data/spellings/countries.tsv");

#[derive(Deserialize)]
struct Country {
    code: String,
    name: String,
}

struct Countries {
    /// The code by the folded name.
    codes: HashMap<String, String>,
    /// The name by the code.
    names: HashMap<String, String>,
}

static COUNTRY: LazyLock<Countries> = LazyLock::new(|| {
    let countries: Vec<Country> = serde_json::from_str(COUNTRIES).unwrap_or_default();
    let mut codes = HashMap::new();
    for line in SPELLINGS.lines() {
        let mut cells = line.split('\t');
        let code = cells.next().unwrap_or_default();
        codes.extend(cells.map(|spelling| (fold(spelling), code.to_owned())));
    }
    codes.extend(countries.iter().map(|it| (fold(&it.name), it.code.clone())));
    Countries { codes, names: countries.into_iter().map(|it| (it.code, it.name)).collect() }
});

/// The code of a country by one of its names.
pub fn code(name: &str) -> Option<&'static str> {
    COUNTRY.codes.get(&fold(name)).map(String::as_str)
}

/// The code of a country by one of its names or the code itself. Where cities stand beside it, as in `Portland, ME`,
/// two letters may mean something else.
pub fn code_or_name(text: &str) -> Option<&'static str> {
    let upper = text.trim().to_uppercase();
    code(text).or_else(|| COUNTRY.names.get_key_value(&upper).map(|(code, _)| code.as_str()))
}

/// What a country is called.
pub fn name(code: &str) -> Option<&'static str> {
    COUNTRY.names.get(code).map(String::as_str)
}
