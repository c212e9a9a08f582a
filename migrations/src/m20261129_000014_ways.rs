//! What a record is associated with is found in the index alone, in both directions, and the events of a country or
//! a city in their order.

use sea_orm_migration::prelude::*;

use crate::table::index;

const WAYS: [(&str, &[&str]); 16] = [
    ("membership", &["organization_id", "member_id"]),
    ("membership", &["member_id", "organization_id"]),
    ("partner", &["partnership_id", "organization_id"]),
    ("partner", &["project_id", "organization_id"]),
    ("partner", &["organization_id", "partnership_id"]),
    ("partner", &["organization_id", "project_id"]),
    ("office", &["organization_id", "person_id"]),
    ("office", &["person_id", "organization_id"]),
    ("signatory", &["agreement_id", "organization_id"]),
    ("signatory", &["organization_id", "agreement_id"]),
    ("participation", &["event_id", "role", "organization_id"]),
    ("participation", &["event_id", "person_id"]),
    ("participation", &["organization_id", "event_id"]),
    ("participation", &["person_id", "event_id"]),
    ("event", &["country_id", "start_earliest", "id"]),
    ("event", &["city_id", "start_earliest", "id"]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in WAYS {
            index(manager, table, columns, false).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in WAYS {
            let name = format!("{table}_{}", columns.join("_"));
            manager.drop_index(Index::drop().name(name).table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
