//! Which mutations there are.

use crate::query::Subject;
use crate::resource::{Catalog, RECORD, Resource};
use crate::viewer::Power;

/// A mutation: what is done, and to records of which resource.
#[derive(Clone, Copy, Debug)]
pub enum Mutation<'c> {
    Create(&'c Resource),
    Update(&'c Resource),
    Withdraw(&'c Resource),
    Restore(&'c Resource),
    /// Makes a claim's value the record's.
    PreferClaim,
    MergeRecords,
    UndoChanges,
    ErasePerson,
    EditProposal,
    ApproveProposal,
    RejectProposal,
    WithdrawProposal,
    CreateWebhook,
    PauseWebhook,
    ResumeWebhook,
    ReplayWebhook,
    RotateWebhookSecret,
    DeleteWebhook,
}

impl<'c> Mutation<'c> {
    /// All of them, in the order in which they are published.
    pub fn all(catalog: &'c Catalog) -> impl Iterator<Item = Self> {
        let of_resource = [Self::Create, Self::Update, Self::Withdraw, Self::Restore];
        let of_any = [Self::PreferClaim, Self::MergeRecords, Self::UndoChanges, Self::ErasePerson];
        let of_proposals = [Self::EditProposal, Self::ApproveProposal, Self::RejectProposal, Self::WithdrawProposal];
        let of_webhooks = [
            Self::CreateWebhook,
            Self::PauseWebhook,
            Self::ResumeWebhook,
            Self::ReplayWebhook,
            Self::RotateWebhookSecret,
            Self::DeleteWebhook,
        ];
        let of_nodes = catalog.nodes().flat_map(move |resource| of_resource.map(|it| it(resource)));
        of_nodes.chain(of_any).chain(of_proposals).chain(of_webhooks)
    }

    /// The one that a root field asks for.
    pub fn named(catalog: &'c Catalog, name: &str) -> Option<Self> {
        Self::all(catalog).find(|it| it.name() == name)
    }

    /// Its root field: `createEvent`.
    pub fn name(self) -> String {
        match self {
            Self::Create(resource) => format!("create{}", resource.name),
            Self::Update(resource) => format!("update{}", resource.name),
            Self::Withdraw(resource) => format!("withdraw{}", resource.name),
            Self::Restore(resource) => format!("restore{}", resource.name),
            Self::PreferClaim => "preferClaim".to_owned(),
            Self::MergeRecords => "mergeRecords".to_owned(),
            Self::UndoChanges => "undoChanges".to_owned(),
            Self::ErasePerson => "erasePerson".to_owned(),
            Self::EditProposal => "editProposal".to_owned(),
            Self::ApproveProposal => "approveProposal".to_owned(),
            Self::RejectProposal => "rejectProposal".to_owned(),
            Self::WithdrawProposal => "withdrawProposal".to_owned(),
            Self::CreateWebhook => "createWebhook".to_owned(),
            Self::PauseWebhook => "pauseWebhook".to_owned(),
            Self::ResumeWebhook => "resumeWebhook".to_owned(),
            Self::ReplayWebhook => "replayWebhook".to_owned(),
            Self::RotateWebhookSecret => "rotateWebhookSecret".to_owned(),
            Self::DeleteWebhook => "deleteWebhook".to_owned(),
        }
    }

    /// The type of its argument `input`.
    pub fn input(self) -> String {
        match self {
            Self::Create(resource) => format!("Create{}Input", resource.name),
            Self::Update(resource) => format!("Update{}Input", resource.name),
            // Whatever the record is, nothing else is said about it.
            Self::Withdraw(_) => "WithdrawInput".to_owned(),
            Self::Restore(_) => "RestoreInput".to_owned(),
            Self::PreferClaim => "PreferClaimInput".to_owned(),
            Self::MergeRecords => "MergeRecordsInput".to_owned(),
            Self::UndoChanges => "UndoChangesInput".to_owned(),
            Self::ErasePerson => "ErasePersonInput".to_owned(),
            Self::EditProposal => "EditProposalInput".to_owned(),
            Self::ApproveProposal => "ApproveProposalInput".to_owned(),
            Self::RejectProposal => "RejectProposalInput".to_owned(),
            Self::WithdrawProposal => "WithdrawProposalInput".to_owned(),
            Self::CreateWebhook => "CreateWebhookInput".to_owned(),
            Self::ReplayWebhook => "ReplayWebhookInput".to_owned(),
            // Which one it is, and nothing else.
            Self::PauseWebhook | Self::ResumeWebhook | Self::RotateWebhookSecret | Self::DeleteWebhook => {
                "WebhookInput".to_owned()
            }
        }
    }

    /// What the record of its payload is.
    pub fn resource(self, catalog: &'c Catalog) -> &'c Resource {
        match self {
            Self::Create(resource) | Self::Update(resource) | Self::Withdraw(resource) | Self::Restore(resource) => {
                resource
            }
            Self::ErasePerson => catalog.get("Person"),
            _ => catalog.get(RECORD),
        }
    }

    /// What its payload tells of.
    pub fn subject(self, catalog: &'c Catalog) -> Subject<'c> {
        if self.is_about_a_webhook() { Subject::Webhook } else { Subject::Records(self.resource(catalog)) }
    }

    /// What whoever asks for it must be able to do, whatever it is done to.
    pub fn needs(self) -> Power {
        match self {
            Self::ErasePerson => Power::Administer,
            Self::ApproveProposal | Self::RejectProposal => Power::Decide,
            _ => Power::Propose,
        }
    }

    /// Whether it is about a proposal, and not about records.
    pub fn is_about_a_proposal(self) -> bool {
        matches!(self, Self::EditProposal | Self::ApproveProposal | Self::RejectProposal | Self::WithdrawProposal)
    }

    /// Whether it is about a webhook, and not about records.
    pub fn is_about_a_webhook(self) -> bool {
        matches!(
            self,
            Self::CreateWebhook
                | Self::PauseWebhook
                | Self::ResumeWebhook
                | Self::ReplayWebhook
                | Self::RotateWebhookSecret
                | Self::DeleteWebhook
        )
    }

    /// Whether its author must say which version of the record they have seen.
    pub fn expects_version(self) -> bool {
        matches!(self, Self::Update(_) | Self::Withdraw(_) | Self::PreferClaim)
    }

    /// What it does, for whoever reads the schema.
    pub fn doc(self) -> String {
        match self {
            Self::Create(resource) => {
                format!("Adds one to the `{}`, with what belongs to it. {}", resource.plural, resource.doc)
            }
            Self::Update(resource) => {
                format!("Writes parts of one of the `{}` anew; what is left out stays as it is.", resource.plural)
            }
            Self::Withdraw(resource) => format!(
                "Takes one of the `{}` from the directory, with what cannot stand without it. It can be restored.",
                resource.plural
            ),
            Self::Restore(resource) => format!(
                "Brings one of the `{}` back that was withdrawn, as it was, with all that went with it.",
                resource.plural
            ),
            Self::PreferClaim => "Makes a claim the preferred one: the record's attribute gets its value, and the \
                                  other claims on the attribute are not preferred any more."
                .to_owned(),
            Self::MergeRecords => "Makes two records of one type one: what leads to the first leads to the second, \
                                   which gets what it has not; the first one's id and slug lead to the second for \
                                   ever. `undoChanges` takes it back."
                .to_owned(),
            Self::UndoChanges => {
                "Takes back a group of changes, all that one mutation or import did, if no later change stands on it."
                    .to_owned()
            }
            Self::ErasePerson => "Takes a person's name, and all text about them, from the directory, its history and \
                                  its search, for ever. What they did stays, as somebody's. For ADMIN alone."
                .to_owned(),
            Self::EditProposal => {
                "Changes a proposal that is open: its steps, its comment. For its author and whoever \
                                   decides. `preview` tells what approving it would do."
                    .to_owned()
            }
            Self::ApproveProposal => "Does what a proposal proposes, and closes it. One that does not fit any more \
                                      stays open, and `userErrors` tells why. For EDITOR and ADMIN."
                .to_owned(),
            Self::RejectProposal => "Closes a proposal without doing it. For EDITOR and ADMIN.".to_owned(),
            Self::WithdrawProposal => "Takes back a proposal that is open. For its author.".to_owned(),
            Self::CreateWebhook => "Has a receiver told of every change that concerns a view, from now on, in the \
                                    order of the changes (Standard Webhooks). `secret` is shown this once."
                .to_owned(),
            Self::PauseWebhook => "Tells a webhook's receiver nothing until it is resumed.".to_owned(),
            Self::ResumeWebhook => {
                "Goes on with a webhook that was paused or left alone, with what it was not told meanwhile.".to_owned()
            }
            Self::ReplayWebhook => {
                "Tells a webhook's receiver everything after a change once more, as new messages.".to_owned()
            }
            Self::RotateWebhookSecret => "Gives a webhook a new `secret`, shown this once. For a day the old one \
                                          signs too, so the receiver has time to take the new one."
                .to_owned(),
            Self::DeleteWebhook => "Ends a webhook, with the list of its deliveries.".to_owned(),
        }
    }
}
