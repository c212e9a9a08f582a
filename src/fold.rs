pub struct Word {
    pub folded: String,
    pub original: String,
}
pub fn words(text: &str) -> Vec<Word> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| Word { folded: w.to_lowercase(), original: w.to_owned() })
        .collect()
}
pub fn deletions(w: &str) -> Vec<String> {
    let mut v: Vec<String> = (0..w.chars().count())
        .map(|i| w.chars().enumerate().filter(|(n, _)| *n != i).map(|(_, c)| c).collect())
        .collect();
    v.push(w.to_owned());
    v.sort();
    v.dedup();
    v
}
