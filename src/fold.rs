//! Folding of text for search: the usual spellings of one name become one string.
//!
//! Names of the Balkans and the Black Sea region are typed in Latin, Cyrillic, Greek, Georgian or Armenian letters,
//! with or without diacritics, and romanized in several ways (Чачак, Čačak, Cacak, Chachak). Folding brings all of
//! them to small Latin letters without marks, then shortens what romanizations write with two letters to one.
//! It does not know languages, so it takes what most of the region does: ъ is a, г is g, щ is sht, c is never k.
//! Letters of other scripts stay as they are.
//!
//! A folded word has at most [`LONGEST`] characters; what is longer is cut. Folding what is folded changes nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The characters a folded word has at most.
pub const LONGEST: usize = 40;

/// Double letters stay where fewer than so many letters would be left: such words are acronyms and numerals (EC and ECC,
/// VI and VII).
const SHORTEST: usize = 3;

/// A word of a text: its folded form and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    pub original: String,
}

/// Letters and how Latin writes them; what comes out is shortened later. A letter that is another one with a mark is
/// here only if it is romanized differently.
const LETTERS: &str = "
    đ:d ð:d ɖ:d þ:th ł:l ø:o æ:ae œ:oe ß:ss ı:i ħ:h ŧ:t ŋ:ng ə:a
    а:a б:b в:v г:g ґ:g ѓ:gj д:d ђ:d е:e є:ye ж:z з:z ѕ:dz и:i і:i й:j ј:j к:k ќ:kj л:l љ:lj м:m н:n њ:nj о:o п:p
    р:r с:s т:t ћ:c у:u ф:f х:h ц:c ч:c џ:dz ш:s щ:sht ъ:a ы:y ь: э:e ю:yu я:ya ѣ:e ѫ:a
    α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y ϋ:y ΰ:y φ:f χ:ch ψ:ps ω:o
    ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q შ:sh ჩ:ch
    ც:ts ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h
    ա:a բ:b գ:g դ:d ե:e զ:z է:e ը:y թ:t ժ:zh ի:i լ:l խ:kh ծ:ts կ:k հ:h ձ:dz ղ:gh ճ:ch մ:m յ:y ն:n շ:sh ո:o չ:ch պ:p
    ջ:j ռ:r ս:s վ:v տ:t ր:r ց:ts ւ:v փ:p ք:k օ:o ֆ:f";

static LATIN: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let pairs = LETTERS.split_whitespace().filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(letter, latin)| Some((letter.chars().next()?, latin))).collect()
});

/// The words of a text, folded.
///
/// A word is a run of letters and digits. Apostrophes within it are dropped; everything else separates, but R&D, IT&C
/// and U.S.A. are one word each. A word of which folding leaves nothing (a lone ь) is left out.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut runs = runs(text).into_iter().peekable();
    while let Some(Run { start, mut end, mut size }) = runs.next() {
        while let Some(next) = runs.next_if(|next| match &text[end..next.start] {
            "&" => size <= 2 && next.size <= 2,
            "." => size == 1 && next.size == 1 && !text[..end].ends_with(char::is_numeric),
            _ => false,
        }) {
            (end, size) = (next.end, next.size);
        }
        let original = &text[start..end];
        let folded = fold_word(original);
        if !folded.is_empty() {
            words.push(Word { folded, original: original.to_owned() });
        }
    }
    words
}

/// One string folded (words joined by single spaces), for comparing whole names.
pub fn fold(text: &str) -> String {
    words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// The folded word with one letter left out, at each place (for finding typos), plus the word itself; sorted, unique.
///
/// Two words that share one of these differ by a letter missing, added, replaced or moved. The empty string is never
/// among them.
pub fn deletions(folded: &str) -> Vec<String> {
    let without = |(at, c): (usize, char)| format!("{}{}", &folded[..at], &folded[at + c.len_utf8()..]);
    let mut all: Vec<String> = folded.char_indices().map(without).collect();
    all.push(folded.to_owned());
    all.retain(|word| !word.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

/// A run of letters and digits in a text: its bytes and how many letters and digits it has.
struct Run {
    start: usize,
    end: usize,
    size: usize,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        match runs.last_mut().filter(|_| open) {
            Some(run) if is_letter(c) => (run.end, run.size) = (end, run.size + 1),
            None if is_letter(c) => runs.push(Run { start, end, size: 1 }),
            Some(run) if is_combining_mark(c) => run.end = end,
            before => open = before.is_some() && (is_apostrophe(c) || is_invisible(c)),
        }
        open |= is_letter(c);
    }
    runs
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c) && !is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '＇' | '\u{2b9}'..='\u{2bc}')
}

/// Soft hyphens, joiners and signs of direction, which come along with copied text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Marks that are dropped: accents, and the vowel signs of Hebrew and Arabic. Those of Indic scripts are letters.
fn is_accent(c: char) -> bool {
    let of_letters = matches!(c, ..'\u{900}' | '\u{1ab0}'..'\u{1b00}' | '\u{1dc0}'..'\u{1e00}');
    let of_symbols = matches!(c, '\u{20d0}'..'\u{2100}' | '\u{fe00}'..'\u{fe30}' | '\u{e0100}'..);
    is_combining_mark(c) && (of_letters || of_symbols)
}

/// Shortening may bring letters together that shorten again, so it is done until nothing changes. A word grows the
/// first time only, so this ends; and it is short by then, so it ends soon.
fn fold_word(word: &str) -> String {
    let mut folded = shorten(&latin(&letters(word)));
    loop {
        let again = shorten(&latin(&letters(&folded)));
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

/// A word in small Latin letters without marks, spelled as it is: for addresses, which people read.
pub fn romanized(word: &str) -> String {
    latin(&letters(word)).into_iter().collect()
}

/// The small letters and digits of a word, without marks. What is far beyond [`LONGEST`] is not even read.
fn letters(word: &str) -> Vec<char> {
    let small = word.nfkc().flat_map(char::to_lowercase);
    // A letter of the table stays whole, so that й and ќ are not taken for и and к
    let parts = small.flat_map(|c| {
        let (whole, parts) = if LATIN.contains_key(&c) { (Some(c), None) } else { (None, Some(c)) };
        whole.into_iter().chain(parts.into_iter().nfkd())
    });
    let kept = parts.filter(|&c| is_letter(c) || is_combining_mark(c) && !is_accent(c));
    // A mark that is kept needs a letter to stand on
    kept.skip_while(|&c| !is_letter(c)).take(4 * LONGEST).collect()
}

/// The letters in Latin: by the table, except where neighbours decide.
fn latin(letters: &[char]) -> Vec<char> {
    // Only Ukrainian and Belarusian have these (ї is і here), and there г is h: Чернігів, Chernihiv
    let ukrainian = letters.iter().any(|c| matches!(c, 'і' | 'є' | 'ґ'));
    let mut latin = Vec::with_capacity(letters.len());
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let spelled = match (before, c, letters.get(at + 1)) {
            (_, 'г', _) if ukrainian => Some("h"),
            // Кьосев, Kyosev
            (_, 'ь', Some('о')) => Some("i"),
            // Луцьк, Lutsk; Кравець, Kravets
            (_, 'ц', Some('ь')) => Some("ts"),
            (_, 'γ', Some('γ')) => Some("n"),
            // Greek ου and Armenian ու
            (Some('ο'), 'υ', _) | (Some('ո'), 'ւ', _) => Some("u"),
            (_, 'ո', Some('ւ')) => Some(""),
            // Λευκωσία, Lefkosia; Παύλος, Pavlos
            (Some('α' | 'ε' | 'η'), 'υ', None | Some('θ' | 'κ' | 'ξ' | 'π' | 'σ' | 'τ' | 'φ' | 'χ' | 'ψ')) => {
                Some("f")
            }
            (Some('α' | 'ε' | 'η'), 'υ', _) => Some("v"),
            // Երևան, Yerevan; Ոսկան, Voskan
            (None, 'ե', _) => Some("ye"),
            (None, 'ո', _) => Some("vo"),
            _ => LATIN.get(c).copied(),
        };
        match spelled {
            Some(spelled) => latin.extend(spelled.chars()),
            None => latin.push(*c),
        }
    }
    latin
}

/// Latin letters without the differences between romanizations, double letters and what is beyond [`LONGEST`].
fn shorten(latin: &[char]) -> String {
    let mut short = Vec::with_capacity(latin.len());
    let mut at = 0;
    while at < latin.len() {
        let first = at == 0;
        let after = |c| !first && latin[at - 1] == c;
        let (to, used): (&[char], _) = match &latin[at..] {
            // щ, which is sht in Bulgarian and shch in Ukrainian names
            ['s', 'h', 'c', 'h', ..] => (&['s', 't'], 4),
            // Christo and Hristo
            ['c', 'h', 'r', ..] if !after('t') => (&['h', 'r'], 3),
            // Tchaikovsky
            ['t', 'c', 'h', ..] if first => (&['c'], 3),
            // Tsvetan and Cvetan, Ventsislav and Vencislav, but neither clients nor outsourcing
            ['t', 's', 'v', ..] if first => (&['c'], 2),
            ['t', 's', 'a' | 'e' | 'i' | 'o' | 'u' | 'y', ..] if !after('u') => (&['c'], 2),
            // Mpakogiannis and Bakogiannis, Ntinos and Dinos
            ['m', 'p', 'a' | 'e' | 'i' | 'o' | 'u' | 'y', ..] if first => (&['b'], 2),
            ['n', 't', 'a' | 'e' | 'i' | 'o' | 'u' | 'y', ..] if first => (&['d'], 2),
            // Papaspiliou and Papaspiliu, Poulkov and Pulkov, Rousse and Ruse, Bourgas and Burgas; but neither group,
            // founding nor house
            ['o', 'u', 'b' | 'f' | 'k' | 'l' | 'm' | 'v' | 'z', ..] => (&['u'], 2),
            ['o', 'u', rest @ ..] if at > 3 && rest.is_empty() || matches!(rest, ['s', 's', ..] | ['r', 'g', ..]) => {
                (&['u'], 2)
            }
            // Petrovikj, which is Петровиќ in Macedonian and Петровић in Serbian
            ['i', 'k', 'j'] => (&['i', 'c'], 3),
            // Albanian Xhemal is Džemal and Dzhemal
            ['x', 'h', ..] => (&['d', 'z'], 2),
            ['k', 'h', ..] => (&['h'], 2),
            ['p', 'h', ..] => (&['f'], 2),
            // Nish, Chachak, Zhivkov, Athina, Dhimitri, Gheorghe; Djukic, Gjorgji, Kjamil; Gkikas
            ['c' | 's' | 't' | 'z', 'h', ..] | ['d', 'h' | 'j', ..] | ['g', 'h' | 'j' | 'k', ..] | ['k', 'j', ..] => {
                (&latin[at..=at], 2)
            }
            ['j' | 'y', ..] => (&['i'], 1),
            ['q', ..] => (&['k'], 1),
            ['w', ..] => (&['v'], 1),
            ['x', ..] => (&['k', 's'], 1),
            _ => (&latin[at..=at], 1),
        };
        short.extend_from_slice(to);
        at += used;
    }
    let mut single = short.clone();
    single.dedup_by(|a, b| a == b && a.is_ascii_lowercase());
    if single.len() >= SHORTEST {
        short = single;
    }
    // България is Bulgaria by law, although ъ is a elsewhere
    if short.starts_with(&['b', 'a', 'l', 'g']) {
        short[1] = 'u';
    }
    short.truncate(LONGEST);
    short.into_iter().collect()
}
