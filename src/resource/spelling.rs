//! One name, spelled for GraphQL, for the database, for an enum.

/// `EventSeries` → `eventSeries`.
pub fn first_lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `EventSeries`, `eventSeries` → `event_series`: how a GraphQL name is spelled in the database.
pub fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `eventSeries`, `EventSeries` → `EVENT_SERIES`: how a GraphQL name is spelled in an enum.
pub fn upper_case(name: &str) -> String {
    snake_case(name).to_uppercase()
}
