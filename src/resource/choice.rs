/// A closed set of words, published as a GraphQL enum.
#[derive(Debug)]
pub struct Choice {
    /// GraphQL enum: `EventStatus`.
    pub name: &'static str,
    pub doc: &'static str,
    /// Each word with its meaning.
    pub values: &'static [(&'static str, &'static str)],
}

impl Choice {
    pub fn contains(&self, word: &str) -> bool {
        self.values.iter().any(|(value, _)| *value == word)
    }

    /// The words, for a message that says what would be right.
    pub fn words(&self) -> String {
        let words: Vec<_> = self.values.iter().map(|(word, _)| *word).collect();
        words.join(", ")
    }
}
