//! The words of names and texts, folded, to be found again.

use sea_orm_migration::prelude::*;

use crate::table::{index, integer, pairs_of_text, reference, text, unkeyed};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A row for each word of a searched attribute. `length` is the number of words beside it.
        let columns = vec![
            text("word").required(),
            reference("record_id", "record").required(),
            text("attribute").required(),
            text("original").required(),
            integer("weight").required(),
            integer("length").required(),
        ];
        unkeyed(manager, "search_word", columns).await?;
        index(manager, "search_word", &["word", "record_id", "weight", "length"], false).await?;
        index(manager, "search_word", &["record_id", "word"], false).await?;
        // Each word of a name under itself and itself with one letter left out.
        pairs_of_text(manager, "search_typo", ["variant", "word"]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the words would have to be read from all records again".to_owned()))
    }
}
