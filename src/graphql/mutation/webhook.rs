//! What is done with a webhook.

use serde_json::Value as Json;

use super::done::refused;
use super::kind::Mutation;
use crate::change::{Content, Fault, FaultKind, Refusal};
use crate::error::Result;
use crate::graphql::Inner;
use crate::query::{Came, ViewBy, parse_id, parse_webhook};
use crate::viewer::Viewer;
use crate::webhooks::{Owner, owner};

impl Inner {
    /// Does it, or says what is wrong with it.
    pub(super) async fn webhook_done(&self, mutation: Mutation<'_>, input: &Content, viewer: &Viewer) -> Result<Came> {
        let text = |key: &str| input.get(key).and_then(Json::as_str).unwrap_or_default();
        let owner = Owner {
            database: &self.primary(viewer),
            catalog: self.setting.catalog,
            settings: self.webhooks.get_or_init(Default::default),
            viewer,
            now: self.clock.now(),
        };
        let done = match (mutation, parse_webhook(text("id"))) {
            (Mutation::CreateWebhook, _) => owner.create(text("url"), &view(input)).await,
            (_, None) => Err(owner::unknown(text("id"))),
            (Mutation::PauseWebhook, Some(id)) => owner.pause(id).await,
            (Mutation::ResumeWebhook, Some(id)) => owner.resume(id).await,
            (Mutation::ReplayWebhook, Some(id)) => {
                owner.replay(id, input.get("after").and_then(Json::as_i64).unwrap_or_default()).await
            }
            (Mutation::RotateWebhookSecret, Some(id)) => owner.rotate(id).await,
            (_, Some(id)) => owner.delete(id).await,
        };
        match done {
            Ok((id, secret)) => {
                let secret = secret.map(|secret| secret.reveal().to_owned());
                Ok(Came { webhook: Some(id), secret, ..Came::default() })
            }
            Err(Refusal::Faults(faults)) => Ok(refused(faults, path)),
            Err(Refusal::Broken(error)) => Err(error),
        }
    }
}

/// The view that an input names. What is no id is none that there is.
fn view(input: &Content) -> ViewBy {
    let by = input.get("view").and_then(Json::as_object);
    let text = |key: &str| by.and_then(|by| by.get(key)).and_then(Json::as_str);
    match text("slug") {
        Some(slug) => ViewBy::Slug(slug.to_owned()),
        None => ViewBy::Id(text("id").and_then(parse_id).unwrap_or_default()),
    }
}

fn path(fault: &Fault) -> Vec<String> {
    let under = fault.part.clone().filter(|_| fault.kind != FaultKind::NotAllowed);
    ["input".to_owned()].into_iter().chain(under).collect()
}
