//! The tables, change by change. A migration is history: it is never edited, and knows nothing of
//! today's code.

use sea_orm_migration::prelude::*;

mod m20261122_000001_directory;
mod m20261122_000002_search;
mod m20261122_000003_search_by_length;
mod m20261122_000004_work_list;
mod m20261124_000005_tokens;
mod m20261124_000006_change_log;
mod m20261124_000007_proposals;
mod m20261124_000008_revisions;
mod m20261124_000009_views;
mod m20261124_000010_webhooks;
mod m20261124_000011_identity;
mod m20261124_000012_proposal_version;
mod m20261124_000013_notify;
mod m20261129_000014_ways;
mod m20261129_000015_beside;
mod m20261129_000016_leads;
mod m20261129_000017_fill_beside;
mod table;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_directory::Migration),
            Box::new(m20261122_000002_search::Migration),
            Box::new(m20261122_000003_search_by_length::Migration),
            Box::new(m20261122_000004_work_list::Migration),
            Box::new(m20261124_000005_tokens::Migration),
            Box::new(m20261124_000006_change_log::Migration),
            Box::new(m20261124_000007_proposals::Migration),
            Box::new(m20261124_000008_revisions::Migration),
            Box::new(m20261124_000009_views::Migration),
            Box::new(m20261124_000010_webhooks::Migration),
            Box::new(m20261124_000011_identity::Migration),
            Box::new(m20261124_000012_proposal_version::Migration),
            Box::new(m20261124_000013_notify::Migration),
            Box::new(m20261129_000014_ways::Migration),
            Box::new(m20261129_000015_beside::Migration),
            Box::new(m20261129_000016_leads::Migration),
            Box::new(m20261129_000017_fill_beside::Migration),
        ]
    }
}
