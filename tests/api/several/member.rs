//! One of several servers, and whoever asks it.

use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::Role;
use reqwest::Client;
use serde_json::{Value, json};

use crate::support::{Process, new_secret, now};

/// Makes an event.
const WRITE: &str =
    "mutation ($input: CreateEventInput!) { createEvent(input: $input) { record { id } userErrors { message } } }";
/// How many events there are, and the number of the last change.
pub const READ: &str = "{ events { totalCount } changes(last: 1) { nodes { number } } }";
/// In which an answer says its state, and a request which it must have at least.
const STATE: &str = "directory-state";

/// A server as a process.
pub struct Member {
    pub process: Process,
    pub address: String,
}

impl Member {
    /// Starts a server.
    pub fn start(database: &str, settings: &[&str]) -> Self {
        let settings: Vec<&str> = ["--empty"].iter().chain(settings).copied().collect();
        let mut process = Process::start(database, &settings);
        let address = process.address();
        Self { process, address }
    }

    /// The value of a counter; 0 where nothing was counted.
    pub async fn counter(&self, name: &str) -> i64 {
        let text = client().get(format!("http://{}/metrics", self.address)).send().await.expect("an answer");
        let text = text.text().await.expect("text");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0, |number| number.parse().expect("a number"))
    }

    /// Tells it to stop: it does so in order, and its log is empty.
    pub async fn stop(self) {
        self.process.tell_to_stop();
        let (status, errors) = tokio::task::spawn_blocking(|| self.process.end()).await.expect("it ends");
        assert!(status.success(), "{status}");
        assert_eq!(errors, "");
    }
}

/// A client whose connections are no other's.
pub fn client() -> Client {
    Client::builder().no_proxy().build().expect("a client")
}

/// What came of a request that was answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// How many events there are.
    pub count: i64,
    /// The number of the last change.
    pub number: i64,
    /// The state that the answer said it has.
    pub state: i64,
}

/// Why a request has no answer.
#[derive(Debug)]
pub enum Trouble {
    /// Nobody listens there, or the connection broke.
    Unheard,
    /// It was refused, with this code.
    Refused(String),
}

/// Asks a server how many events there are, in a state that is not older than this one.
pub async fn read(client: &Client, address: &str, state: Option<i64>) -> Result<Seen, Trouble> {
    let mut request = client.post(format!("http://{address}/graphql")).json(&json!({ "query": READ }));
    if let Some(state) = state {
        request = request.header(STATE, state);
    }
    let (data, state) = send(request).await?;
    let count = data["events"]["totalCount"].as_i64().expect("a count");
    let number = data["changes"]["nodes"][0]["number"].as_i64().unwrap_or_default();
    Ok(Seen { count, number, state })
}

/// Has a server write an event. Whoever does not know whether that was done may send it again. The state that it left.
pub async fn write(client: &Client, address: &str, secret: &str, name: &str) -> Result<i64, Trouble> {
    let input = json!({
        "title": name, "titleInOwnWords": false, "kind": "FAIR", "status": "HELD", "idempotencyKey": name,
    });
    let request = json!({ "query": WRITE, "variables": { "input": input } });
    let request = client.post(format!("http://{address}/graphql")).bearer_auth(secret).json(&request);
    let (data, state) = send(request).await?;
    assert!(data["createEvent"]["record"]["id"].is_string(), "{data:#}");
    Ok(state)
}

/// The data of an answer, and its state.
async fn send(request: reqwest::RequestBuilder) -> Result<(Value, i64), Trouble> {
    let response = request.send().await.map_err(|_| Trouble::Unheard)?;
    let state = response.headers().get(STATE).and_then(|state| state.to_str().ok()?.parse().ok());
    let mut answer: Value = response.json().await.map_err(|_| Trouble::Unheard)?;
    match answer["errors"][0]["extensions"]["code"].as_str() {
        Some(code) => Err(Trouble::Refused(code.to_owned())),
        None => Ok((answer["data"].take(), state.expect("an answer says its state"))),
    }
}

/// Makes the tables, and an editor. Its secret.
pub async fn prepared(url: &str) -> String {
    let database = Database::connect(url).await.expect("it opens");
    database.migrate().await.expect("the tables are made");
    let secret = new_secret();
    let token = NewToken { name: "editor".to_owned(), role: Role::Editor, organization: None, expires_at: None };
    database.create_token(&token, secret.hash(), now()).await.expect("a token");
    database.close().await.expect("it closes");
    secret.reveal().to_owned()
}
