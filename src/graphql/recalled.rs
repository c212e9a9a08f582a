//! What is known of an answer before anything is read for it.

use std::sync::Arc;
use std::time::Instant;

use super::answers::Tag;
use super::document::Way;
use super::known::{Known, key};
use super::{Answer, Api, Inner, Request};

/// What is known of an answer before anything is read.
pub struct Recalled {
    /// What it follows from, if somebody wants to know.
    pub tag: Option<Tag>,
    /// The answer itself, if it was kept.
    pub kept: Option<Answer>,
    pub(super) known: Arc<Known>,
}

impl Recalled {
    /// Whether it is one statement, of which it is known how long it takes: then the thread that asks can go through it
    /// as well. What looks for its answer with several statements takes its time.
    pub fn is_brief(&self) -> bool {
        self.known.brief
    }
}

impl Api {
    /// What is known of an answer before anything is read. Nothing, if the document is not known yet, or the answer does
    /// not come from the data.
    pub async fn recall(&self, request: &Request) -> Option<Recalled> {
        let (begun, inner) = (Instant::now(), &self.inner);
        // What was just sent with its name is still to be kept under it.
        let (text, None) = inner.persisted.text(request).ok()? else { return None };
        let known = inner.documents.get(&key(&text, request.operation(), &request.viewer))?;
        if known.document.way != Way::Read {
            return None;
        }
        inner.metrics.document(true);
        let tag = inner.tag(&known, request).await;
        let body = tag.and_then(|tag| inner.answers.recall(tag));
        inner.metrics.answer(body.is_some());
        let kept = body.map(|body| {
            inner.metrics.asked(Some(&known.name.operation), "OK", begun.elapsed());
            let (document, state) = (Some(Arc::clone(&known.name)), tag.map(|tag| tag.state));
            Answer { body, refused: None, retry_after: None, document, state, tag }
        });
        Some(Recalled { tag, kept, known })
    }
}

impl Inner {
    /// What the answer follows from, if it comes from the data and somebody wants to know.
    pub(super) async fn tag(&self, known: &Known, request: &Request) -> Option<Tag> {
        if known.document.way != Way::Read {
            return None;
        }
        let state = self.databases.anonymous.state().await.ok()?;
        if !request.reads_only && !self.answers.are_kept() {
            return None;
        }
        let day = self.clock.now().date_naive();
        Some(Tag::of(&known.name, request, state, day))
    }
}
