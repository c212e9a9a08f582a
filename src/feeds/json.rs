//! How JSON is written for readers that put it into pages.

use serde_json::Value as Json;

/// JSON that stays text wherever a page has it inside: `</script>` in a title would end a script.
pub fn text_of(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The same without members that say nothing.
pub fn without_nulls(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let said = members.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(said.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Json::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
