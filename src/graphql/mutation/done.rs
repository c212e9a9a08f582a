//! The steps are applied; what is wrong with them is told by its place in the argument.

use serde_json::Value as Json;

use super::kind::Mutation;
use super::prefer::prefer;
use super::preview::preview;
use super::ready::Work;
use super::steps::{ASIDES, Named, expected_version};
use crate::change::{Applied, Author, Content, Fault, FaultKind, Mode, Outcome, Refusal, Scope, proposals};
use crate::error::Result;
use crate::graphql::Inner;
use crate::query::{self, Came, UserError};
use crate::resource::text;
use crate::viewer::{Role, Viewer};

impl Inner {
    /// Does it, or says what is wrong with it.
    pub(super) async fn done(&self, work: Work, viewer: &Viewer) -> Result<Came> {
        let Work { mutation, input, mut draft } = work;
        if mutation.is_about_a_proposal() {
            return self.decided(mutation, &input, viewer).await;
        }
        if mutation.is_about_a_webhook() {
            return self.webhook_done(mutation, &input, viewer).await;
        }
        let (database, catalog) = (&self.primary(viewer), self.setting.catalog);
        let ids = draft.named.iter().filter_map(Named::number).collect();
        let meant = query::find_meant(database, catalog, &draft.slugs(), &ids).await?;
        let mut faults = draft.resolve(&meant);
        faults.extend(asides(&input));
        if let (Mutation::PreferClaim, Some(claim), true) = (mutation, ids.first(), faults.is_empty()) {
            let rivals = query::find_rivals(database, *claim).await?;
            match prefer(catalog, *claim, expected_version(&input), &rivals) {
                Ok(steps) => steps.into_iter().for_each(|(step, resource)| draft.push(step, resource, "claim")),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Ok(refused(faults, |fault| draft.path(fault)));
        }
        let (author, mode) = (self.author(viewer, &input), mode_of(&input));
        match proposals::submit(database, catalog, &author, draft.steps.clone(), mode).await {
            Ok(applied) => Ok(came(&applied, mode)),
            Err(Refusal::Faults(faults)) => Ok(refused(faults, |fault| draft.path(fault))),
            Err(Refusal::Broken(error)) => Err(error),
        }
    }

    /// Who does it, and why.
    pub(super) fn author(&self, viewer: &Viewer, input: &Content) -> Author {
        let given = |key: &str| input.get(key).and_then(Json::as_str).map(str::to_owned);
        let token = viewer.token();
        Author {
            name: token.map(|token| token.name.clone()).unwrap_or_default(),
            token: token.map(|token| token.id),
            comment: given("comment"),
            at: self.clock.now(),
            may: match token {
                Some(token) if token.role >= Role::Editor => Scope::Everything,
                // Nothing is the organization of number 0.
                token => Scope::Organization(token.and_then(|token| token.organization).unwrap_or_default()),
            },
            idempotency_key: given("idempotencyKey"),
        }
    }
}

/// What is wrong with what an input says beside what is to be written.
pub fn asides(input: &Content) -> impl Iterator<Item = Fault> {
    // A key is looked up, so it is short.
    let asides = ASIDES.map(|key| text(key, "")).map(|it| if it.name == "idempotencyKey" { it.indexed() } else { it });
    asides.into_iter().filter_map(|aside| {
        let why = aside.read(input.get(aside.name)?).err()?;
        let message = format!("`{}` {why}.", aside.name);
        Some(Fault { step: 0, part: Some(aside.name.to_owned()), message, kind: FaultKind::Invalid })
    })
}

/// What came of what was done, tried or proposed.
pub fn came(applied: &Applied, mode: Mode) -> Came {
    // Of what was withdrawn nothing is found.
    let record = applied.outcomes.first().copied().map(Outcome::id);
    let is_written = mode == Mode::Done && (applied.group.is_some() || record.is_some());
    Came {
        record: record.filter(|_| is_written),
        group: applied.group.filter(|_| is_written),
        preview: if is_written { Vec::new() } else { preview(applied) },
        proposal: applied.proposal,
        ..Came::default()
    }
}

/// What is wrong, each with the path to it.
pub fn refused(faults: Vec<Fault>, path: impl Fn(&Fault) -> Vec<String>) -> Came {
    let errors = faults.into_iter().map(|fault| {
        let path = path(&fault);
        let (ty, about) = match fault.kind {
            FaultKind::Invalid => ("InvalidValue", None),
            FaultKind::NotFound => ("NotFound", None),
            FaultKind::VersionConflict(id) => ("VersionConflict", Some(id)),
            FaultKind::Taken(id) => ("AlreadyTaken", Some(id)),
            FaultKind::Stale(number) => ("StandsInTheWay", Some(number)),
            FaultKind::NotAllowed => ("NotAllowed", None),
            FaultKind::Decided => ("AlreadyDecided", None),
            FaultKind::KeyReused => ("KeyReused", None),
        };
        UserError { ty, message: fault.message, path, about }
    });
    Came { errors: errors.collect(), ..Came::default() }
}

/// Whether it is to be done, or only tried.
pub fn mode_of(input: &Content) -> Mode {
    if input.get("dryRun") == Some(&Json::Bool(true)) { Mode::Tried } else { Mode::Done }
}
