use std::sync::atomic::{AtomicU64, Ordering};

use cluster_directory::database::{Database, NewToken};
use cluster_directory::viewer::{Role, Secret};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::{Server, now};

/// Somebody who asks a server: anybody, or whoever has a token.
pub struct Actor<'s> {
    server: &'s Server,
    /// What it asks with; nothing if it is anonymous.
    pub secret: Option<String>,
}

impl<'s> Actor<'s> {
    /// Anybody.
    pub fn anonymous(server: &'s Server) -> Self {
        Self { server, secret: None }
    }

    /// Whoever has a secret, good or bad.
    pub fn with(server: &'s Server, secret: &str) -> Self {
        Self { server, secret: Some(secret.to_owned()) }
    }

    /// Sends a request as this actor.
    pub fn sends(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.secret {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        }
    }

    /// The whole answer to a query or mutation, without what it cost.
    pub async fn answer(&self, query: &str, variables: Value) -> Value {
        let request = json!({ "query": query, "variables": variables });
        let request = self.sends(self.server.client().post(self.server.url("/graphql")).json(&request));
        let text = request.send().await.expect("an answer").text().await.expect("text");
        let mut answer: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("no JSON: {error}: {text}"));
        // What it cost is told in `limits`; no other story wants to hear it.
        let introspects = query.contains("__schema") || query.contains("__type(");
        let extensions = answer.as_object_mut().and_then(|answer| answer.remove("extensions"));
        assert_eq!(extensions.is_some(), answer["data"].is_object() && !introspects, "{query}\n{answer:#}");
        answer
    }

    /// The data of an answer without errors.
    pub async fn ask(&self, query: &str) -> Value {
        self.ask_with(query, json!({})).await
    }

    /// The same, with variables.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// The only error of an answer without data: its code and message.
    pub async fn refusal(&self, query: &str, variables: Value) -> (String, String) {
        let answer = self.answer(query, variables).await;
        assert!(answer.get("data").is_none(), "{query}\n{answer:#}");
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{query}\n{answer:#}");
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        (text(&errors[0]["extensions"]["code"]), text(&errors[0]["message"]))
    }
}

impl Server {
    /// Somebody with a token of this role, who is called as the role is: `editor`. A second one of the same role is
    /// `editor 2`.
    pub async fn actor(&self, role: Role) -> Actor<'_> {
        self.new_actor(role, None).await
    }

    /// Somebody who speaks for the organization with this slug.
    pub async fn contributor(&self, organization: &str) -> Actor<'_> {
        self.new_actor(Role::Contributor, Some(organization.to_owned())).await
    }

    async fn new_actor(&self, role: Role, organization: Option<String>) -> Actor<'_> {
        let database = Database::connect(&self.database_url).await.expect("the database opens");
        let tokens = database.list_tokens().await.expect("a list");
        let earlier = tokens.iter().filter(|token| token.role == role.word()).count();
        let called = role.word().to_lowercase();
        let name = if earlier == 0 { called } else { format!("{called} {}", earlier + 1) };
        let token = NewToken { name, role, organization, expires_at: None };
        let secret = new_secret();
        database.create_token(&token, secret.hash(), now()).await.expect("a token");
        database.close().await.expect("the connection ends");
        Actor::with(self, secret.reveal())
    }
}

/// A secret that no other test has.
pub fn new_secret() -> Secret {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut chance = [0; 32];
    chance[..8].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Secret::made_of(chance)
}
