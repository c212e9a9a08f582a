//! New records, and other values for those that are there.

use crate::change::check;
use crate::change::content::{Content, ids_of, parse_id, patched};
use crate::change::draft::{Beside, Draft};
use crate::change::log::Operation;
use crate::change::refusal::{FaultKind, Refusal};
use crate::change::slug;
use crate::change::step::Outcome;
use crate::resource::{Resource, Role};

impl Draft<'_> {
    pub(in crate::change) async fn step_create(
        &mut self,
        resource: &str,
        id: i64,
        mut content: Content,
    ) -> Result<Outcome, Refusal> {
        let outcome = Outcome::Created(id);
        let Some(resource) = self.catalog.find(resource).filter(|it| it.role != Role::Interface) else {
            self.fault(FaultKind::Invalid, None, format!("There are no records of the kind `{resource}`."));
            return Ok(outcome);
        };
        self.load([id]).await?;
        if self.records.contains_key(&id) {
            self.fault(FaultKind::Taken(id), None, format!("There is a record `r{id}` already."));
            return Ok(outcome);
        }
        if resource.role == Role::Record && !content.contains_key("slug") {
            let slug = slug::free(self, resource, id, &content).await?;
            content.insert("slug".to_owned(), slug.into());
        }
        if let Some(content) = self.normal(resource, &content) {
            self.about(resource, &content).await?;
            self.named.push(id);
            self.create(id, resource, Operation::Create, content, None);
        }
        Ok(outcome)
    }

    pub(in crate::change) async fn step_update(
        &mut self,
        id: i64,
        expected: Option<i32>,
        patch: Content,
    ) -> Result<Outcome, Refusal> {
        if !self.seen(id, expected).await? {
            return Ok(Outcome::Unchanged(id));
        }
        let Some((resource, was)) = self.get(id).await? else { return Ok(Outcome::Unchanged(id)) };
        let Some(content) = self.normal(resource, &patched(was, patch)) else {
            return Ok(Outcome::Unchanged(id));
        };
        self.about(resource, &content).await?;
        self.circles(resource, id, &content).await?;
        let changed = self.put(id, Operation::Update, Some(content), None);
        Ok(if changed { Outcome::Updated(id) } else { Outcome::Unchanged(id) })
    }

    pub(in crate::change) fn step_remember(
        &mut self,
        source: String,
        key: String,
        record: &str,
        content: Content,
    ) -> Outcome {
        let record = parse_id(record).unwrap_or_default();
        self.beside.push(Beside::Remembered { source, key, record, content });
        Outcome::Unchanged(record)
    }

    /// The content as it is written down, if nothing is wrong with it.
    pub(in crate::change) fn normal(&mut self, resource: &'static Resource, content: &Content) -> Option<Content> {
        match check::sensible(resource, content) {
            Ok(content) => Some(content),
            Err(wrong) => {
                for (part, message) in wrong {
                    self.fault(FaultKind::Invalid, part, message);
                }
                None
            }
        }
    }

    /// Takes the record that a claim is about into the draft, so that the log can say what it is.
    async fn about(&mut self, resource: &'static Resource, content: &Content) -> Result<(), Refusal> {
        if resource.role == Role::Node {
            self.load(content.get("record").into_iter().flat_map(ids_of).collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// A record does not lie within itself: no parent leads back to it.
    async fn circles(&mut self, resource: &'static Resource, id: i64, content: &Content) -> Result<(), Refusal> {
        for part in resource.parts().filter(|part| part.relationship().is_some_and(|it| it.target == resource.name)) {
            let name = part.name();
            if resource.find_relationship(name).is_none_or(|it| it.many) {
                continue;
            }
            let mut next = content.get(name).and_then(|json| ids_of(json).next());
            for _ in 0..100 {
                let Some(up) = next else { break };
                if up == id {
                    self.fault(FaultKind::Invalid, Some(name), format!("`{name}` leads back to the record itself."));
                    break;
                }
                let above = self.get(up).await?;
                next = above.and_then(|(_, above)| above.get(name).and_then(|json| ids_of(json).next()));
            }
        }
        Ok(())
    }
}
