//! The whole directory as a bundle: nothing left out, always in the same order, a page of records at a time.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use sea_orm::DbErr;
use serde::ser::{SerializeSeq, Serializer};

use super::identity;
use super::page::Pages;
use crate::database::Database;
use crate::error::Stop;
use crate::resource::Catalog;

/// Writes the files of the bundle into a folder, which is made if it is not there; gives the number of records and
/// claims.
///
/// # Errors
///
/// When a file cannot be written, or the database does not answer.
pub async fn export(database: &Database, catalog: &'static Catalog, folder: &Path) -> Result<usize, Stop> {
    let stop = |why: String| Stop::new(format!("`{}`: {why}", folder.display()));
    let silent = |error: &dyn Display| stop(format!("the database does not answer: {error}"));
    let unanswered = |error: DbErr| silent(&error);
    fs::create_dir_all(folder).map_err(|error| stop(format!("it cannot be made: {error}")))?;
    let mut count = 0;
    let transaction = database.snapshot().await.map_err(unanswered)?;
    for resource in super::files(catalog) {
        let path = folder.join(format!("{}.json", resource.plural));
        let mut pages = Pages::of(&transaction, catalog, resource);
        let Some(first) = pages.next().await.map_err(unanswered)? else {
            // What an earlier export left there would come back with an import
            let _ = fs::remove_file(&path);
            continue;
        };
        let unwritten = |error: &dyn Display| stop(format!("{} cannot be written: {error}", resource.plural));
        let mut file = BufWriter::new(File::create(&path).map_err(|error| unwritten(&error))?);
        let mut json = serde_json::Serializer::pretty(&mut file);
        let mut list = json.serialize_seq(None).map_err(|error| unwritten(&error))?;
        let mut page = Some(first);
        while let Some(records) = page {
            for record in &records {
                count += record.count();
                list.serialize_element(record).map_err(|error| unwritten(&error))?;
            }
            page = pages.next().await.map_err(unanswered)?;
        }
        SerializeSeq::end(list).map_err(|error| unwritten(&error))?;
        file.write_all(b"\n").and_then(|()| file.flush()).map_err(|error| unwritten(&error))?;
    }
    transaction.rollback().await.map_err(unanswered)?;
    // An empty directory can get another UUID; one of which records were read has it for good.
    let uuid = database.identity().await.map_err(|error| silent(&error))?;
    let mut json = serde_json::to_vec_pretty(&[identity::record(&uuid)]).map_err(|error| stop(error.to_string()))?;
    json.push(b'\n');
    let path = folder.join(format!("{}.json", identity::FILE));
    fs::write(path, json).map_err(|error| stop(format!("{} cannot be written: {error}", identity::FILE)))?;
    Ok(count)
}
