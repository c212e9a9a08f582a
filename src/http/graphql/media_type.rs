//! Which media type a client gets: one of the two of a GraphQL response, or events.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::response::Refusal;
use crate::error::Code;

/// The media type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json`, for clients that read an answer from status 200 alone.
    Json,
    /// `application/graphql-response+json`.
    GraphqlResponse,
    /// `text/event-stream`, for those who name it.
    EventStream,
}

impl MediaType {
    /// What the client would rather have (RFC 9110, 12.5.1). Of two that are as welcome, the one it names;
    /// of two that it names, the first. Whoever says nothing, or takes anything, may be an old client and
    /// gets JSON.
    pub fn accepted(headers: &HeaderMap) -> Result<Self, Refusal> {
        let values = headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or("?"));
        let ranges: Vec<&str> = values.flat_map(|value| value.split(',')).filter(|it| !it.trim().is_empty()).collect();
        if ranges.is_empty() {
            return Ok(Self::Json);
        }
        let ranges: Vec<Range> = ranges.into_iter().rev().enumerate().filter_map(Range::read).collect();
        let welcome = |media_type: Self| {
            // Of several that fit, the one that says most about the type holds.
            let range = ranges.iter().filter(|range| range.names(media_type)).max_by_key(|range| range.precision())?;
            (range.weight > 0).then_some((range.weight, range.precision(), range.place))
        };
        // Of those that are as welcome, the last.
        let known = [Self::EventStream, Self::GraphqlResponse, Self::Json].into_iter();
        let best = known.filter_map(|it| Some((welcome(it)?, it))).max_by_key(|(welcome, _)| *welcome);
        best.map(|(_, media_type)| media_type).ok_or_else(|| {
            let message = "The answer is `application/graphql-response+json` or `application/json`, in UTF-8, or \
                           `text/event-stream`; `Accept` takes none of them.";
            Refusal::new(StatusCode::NOT_ACCEPTABLE, Code::BadRequest, message)
        })
    }

    /// The headers of an answer. It depends on `Accept`, on who asks, and on how new it must be, so caches must keep these
    /// apart; none may keep what has no tag. Whoever wants events gets them with headers of their own.
    pub fn headers(self) -> [(HeaderName, HeaderValue); 3] {
        let content_type = match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse | Self::EventStream => "application/graphql-response+json; charset=utf-8",
        };
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
            (header::VARY, HeaderValue::from_static("accept, authorization, directory-state")),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        ]
    }
}

/// One range of `Accept` that takes one of the types, or both of an answer.
struct Range {
    /// The only one that it takes.
    named: Option<MediaType>,
    /// Whether it is `*/*`.
    anything: bool,
    /// How welcome they are, in thousandths.
    weight: u16,
    /// Higher for those that come first.
    place: usize,
}

impl Range {
    fn read((place, text): (usize, &str)) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let named = match name.as_str() {
            "application/graphql-response+json" => Some(MediaType::GraphqlResponse),
            "application/json" => Some(MediaType::Json),
            "text/event-stream" => Some(MediaType::EventStream),
            "application/*" | "*/*" => None,
            _ => return None,
        };
        let mut weight = 1000;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => weight = thousandths(value)?,
                "charset" if !value.eq_ignore_ascii_case("utf-8") => return None,
                _ => {}
            }
        }
        Some(Self { named, anything: name == "*/*", weight, place })
    }

    fn names(&self, media_type: MediaType) -> bool {
        self.named.map_or(media_type != MediaType::EventStream, |named| named == media_type)
    }

    fn precision(&self) -> u8 {
        if self.named.is_some() { 2 } else { u8::from(!self.anything) }
    }
}

/// `0.25` as 250.
fn thousandths(text: &str) -> Option<u16> {
    let weight: f32 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 1000")]
    (0.0..=1.0).contains(&weight).then_some((weight * 1000.0) as u16)
}
