//! Which directory a bundle was exported from: `directory.json`, a list of one object with its UUID. The ids of a
//! bundle belong to that UUID, so whoever takes the ids over takes it over too.

use super::{Bundle, Record};

/// The file's name, without ending.
pub const FILE: &str = "directory";

/// The only object of the file.
pub fn record(uuid: &str) -> Record {
    Record::from_iter([("uuid".to_owned(), uuid.into())])
}

impl Bundle {
    /// The UUID of the directory that it was exported from; `None` if it was written by hand.
    ///
    /// # Errors
    ///
    /// When the file has something else.
    pub fn uuid(&self) -> Result<Option<String>, String> {
        let records: Vec<Record> = self.records(FILE)?.collect();
        let uuid = match records.as_slice() {
            [] => return Ok(None),
            [one] if one.len() == 1 => one.get("uuid").and_then(|uuid| uuid.as_str()),
            _ => None,
        };
        let uuid = uuid.filter(|uuid| is_uuid(uuid)).map(str::to_owned);
        uuid.map(Some).ok_or_else(|| {
            format!("{FILE}.json has the UUID of one directory, as [{{ \"uuid\": \"f81d4fae-7dec-41d0-a765-00a0c91e6bf6\" }}].")
        })
    }
}

/// Whether a text is a UUID as RFC 9562 has it, in small letters.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let digits = |group: &&str| group.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(digits)
}
