//! Long answers, as their clients would rather have them.
//!
//! What compresses an answer is some kilobytes large. So it is not a layer, through which all of them would pass, but
//! is asked for those alone that are long enough.

use std::convert::Infallible;
use std::future::ready;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, header};
use axum::response::Response;
use tower::{Service, service_fn};
use tower_http::CompressionLevel;
use tower_http::compression::Compression;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Answers below this many bytes fit into a packet as they are.
const ABOVE: u16 = 1400;

/// What a client takes.
pub struct Encodings(Vec<HeaderValue>);

impl Encodings {
    pub fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(header::ACCEPT_ENCODING).iter().cloned().collect())
    }

    /// An answer in the best of them, if it is worth it.
    pub async fn encode(self, answer: Response) -> Response {
        let worth = SizeAbove::new(ABOVE).and(NotForContentType::SSE);
        if !worth.should_compress(&answer) {
            return answer;
        }
        let encode = async move {
            let mut asked = Request::new(answer);
            for encoding in self.0 {
                asked.headers_mut().append(header::ACCEPT_ENCODING, encoding);
            }
            let answered = service_fn(|asked: Request<Response>| ready(Ok::<_, Infallible>(asked.into_body())));
            let mut compression = Compression::new(answered).quality(CompressionLevel::Fastest).compress_when(worth);
            let Ok(answer) = compression.call(asked).await;
            answer.map(Body::new)
        };
        Box::pin(encode).await
    }
}
