//! The files of `web/`, as the build put them into the binary.

use std::sync::LazyLock;

use crate::graphql::Tag;

include!(concat!(env!("OUT_DIR"), "/web_assets.rs"));

/// A file.
#[derive(Clone, Copy)]
pub struct Asset {
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    /// The name of its content.
    pub tag: Tag,
}

/// The file at this path below the root of the server; none if it is not part of this build.
pub fn find(path: &str) -> Option<Asset> {
    static TAGS: LazyLock<Vec<Tag>> =
        LazyLock::new(|| WEB_ASSETS.iter().map(|(_, _, bytes)| Tag::of_file(bytes)).collect());
    let at = WEB_ASSETS.iter().position(|(name, _, _)| *name == path)?;
    let (_, content_type, bytes) = WEB_ASSETS[at];
    Some(Asset { content_type, bytes, tag: TAGS[at] })
}
