use std::collections::BTreeMap;
use std::io;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection on which every byte is the test's own.
pub struct Wire {
    stream: TcpStream,
    heard: Vec<u8>,
}

/// A response as it was sent.
#[derive(Debug)]
pub struct Heard {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Heard {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON: {error}: {}", self.body))
    }

    /// The code of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().expect("a code").to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Wire {
    pub async fn to(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("bytes are sent as they come");
        Self { stream, heard: Vec::new() }
    }

    /// Sends bytes; fails if the server has hung up.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await
    }

    /// The next response; none if the connection ends before it.
    pub async fn hear(&mut self) -> Option<Heard> {
        let end = loop {
            if let Some(at) = self.heard.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8(self.heard[..end].to_vec()).expect("text");
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().expect("a status");
        let headers: BTreeMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length: usize = headers.get("content-length").map_or(0, |length| length.parse().expect("a length"));
        while self.heard.len() < end + length {
            self.more().await?;
        }
        let body = String::from_utf8(self.heard[end..end + length].to_vec()).expect("text");
        self.heard.drain(..end + length);
        Some(Heard { status, headers, body })
    }

    /// Waits until the server hangs up.
    pub async fn ended(&mut self) {
        while self.more().await.is_some() {}
    }

    async fn more(&mut self) -> Option<()> {
        let mut bytes = [0; 8192];
        let count = self.stream.read(&mut bytes).await.unwrap_or(0);
        self.heard.extend_from_slice(&bytes[..count]);
        (count > 0).then_some(())
    }
}

/// A POST of a query, as bytes.
pub fn post(query: &str) -> String {
    let body = serde_json::json!({ "query": query }).to_string();
    format!("{}{body}", head(body.len()))
}

/// The headers of a POST with a body of so many bytes.
pub fn head(length: usize) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: directory\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}
