use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use crate::support::{Process, TestDatabase, new_secret, now};

/// All of a webhook but its moments.
pub const WEBHOOK: &str = "id url status number failures lastError
    deliveries { totalCount nodes { message number changes status error } }";

/// A server as a process, an editor of it, and a view of fairs.
pub struct Story {
    pub test: TestDatabase,
    process: Option<Process>,
    address: String,
    secret: String,
    settings: Vec<String>,
}

impl Story {
    /// A server that may send to this machine, and does not wait long to send again.
    pub async fn begin(settings: &[&str]) -> Self {
        let test = TestDatabase::new().await;
        let database = Database::connect(&test.url).await.expect("it opens");
        database.migrate().await.expect("the tables are made");
        let secret = new_secret();
        let token = NewToken { name: "editor".to_owned(), role: Role::Editor, organization: None, expires_at: None };
        database.create_token(&token, secret.hash(), now()).await.expect("a token");
        database.close().await.expect("it closes");
        let usual = ["--empty", "--webhook-networks", "127.0.0.0/8", "--webhook-retry", "50ms"];
        let settings = usual.iter().chain(settings).map(|it| (*it).to_owned()).collect();
        let secret = secret.reveal().to_owned();
        let mut story = Self { test, process: None, address: String::new(), secret, settings };
        story.start();
        let listing = json!({ "events": { "where": { "kind": { "eq": "FAIR" } } } });
        let input = json!({ "title": "Fairs", "slug": "fairs", "listing": listing });
        story.writes("createView", &input).await;
        story
    }

    /// Starts the server, again after it was killed.
    pub fn start(&mut self) {
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        let mut process = Process::start(&self.test.url, &settings);
        self.address = process.address();
        self.process = Some(process);
    }

    /// Ends the server without a word: this is SIGKILL.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Where the server listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Another server on the same database.
    pub fn beside(&self) -> Process {
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        let mut process = Process::start(&self.test.url, &settings);
        process.address();
        process
    }

    /// The data of an answer to the editor.
    pub async fn ask(&self, query: &str, variables: &Value) -> Value {
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client");
        let request = client.post(format!("http://{}/graphql", self.address)).bearer_auth(&self.secret);
        let request = request.json(&json!({ "query": query, "variables": variables }));
        let mut answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Writes a record, and gives its id and version.
    pub async fn writes(&self, name: &str, input: &Value) -> Value {
        let ty = match name {
            "withdrawEvent" => "Withdraw".to_owned(),
            _ => name[..1].to_uppercase() + &name[1..],
        };
        let query = format!(
            "mutation ($input: {ty}Input!) {{ it: {name}(input: $input) {{ record {{ id version }} userErrors {{ message }} }} }}"
        );
        let mut data = self.ask(&query, &json!({ "input": input })).await;
        assert_eq!(data["it"]["userErrors"], json!([]), "{input}");
        data["it"]["record"].take()
    }

    /// Makes an event of a kind.
    pub async fn event(&self, title: &str, kind: &str) -> Value {
        let input = json!({ "title": title, "titleInOwnWords": false, "kind": kind, "status": "ANNOUNCED" });
        self.writes("createEvent", &input).await
    }

    /// Makes a webhook for the view; gives its id and secret.
    pub async fn webhook(&self, url: &str) -> (String, String) {
        let input = json!({ "url": url, "view": { "slug": "fairs" } });
        let payload = self.does("createWebhook", "CreateWebhookInput", &input).await;
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        (text(&payload["webhook"]["id"]), text(&payload["secret"]))
    }

    /// Does something with a webhook, and gives the payload.
    pub async fn does(&self, name: &str, ty: &str, input: &Value) -> Value {
        let query = format!(
            "mutation ($input: {ty}!) {{ it: {name}(input: $input) {{ secret userErrors {{ message }} webhook {{ {WEBHOOK} }} }} }}"
        );
        let mut data = self.ask(&query, &json!({ "input": input })).await;
        assert_eq!(data["it"]["userErrors"], json!([]), "{input}");
        data["it"].take()
    }

    /// A webhook as its owner sees it, once something is so.
    pub async fn seen(&self, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let query = format!("query ($id: ID!) {{ webhook(id: $id) {{ {WEBHOOK} }} }}");
            let webhook = self.ask(&query, &json!({ "id": id })).await["webhook"].take();
            if is_so(&webhook) {
                return webhook;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The numbers of all changes of events, in their order.
    pub async fn changes(&self) -> Vec<i64> {
        let query = "{ changes(first: 100, types: [EVENT]) { nodes { number } } }";
        let data = self.ask(query, &json!({})).await;
        let nodes = data["changes"]["nodes"].as_array().expect("nodes").iter();
        nodes.map(|node| node["number"].as_i64().expect("a number")).collect()
    }
}
